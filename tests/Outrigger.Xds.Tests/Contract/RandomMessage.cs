using Google.Protobuf;
using Google.Protobuf.Reflection;
using Outrigger.Xds.Contract.Json;

namespace Outrigger.Xds.Tests.Contract;

/// <summary>
/// Random messages of any type, valid in protobuf's JSON mapping; the same seed makes the same message.
/// </summary>
internal sealed class RandomMessage(Random random)
{
    private const int DepthMax = 5;

    private static readonly string[] Texts =
    [
        "", "a", "outbound|80||b.default.svc", "yes", "null", "~", "true", "12", "1e3", "0x1f", ".inf", "- a",
        "a: b", "#x", "'", "\"quoted\"", "<&>", "back\\slash", "tab\tline\nend\r",
        "\u0001\u001f", "\u007f\u0085\u00a0\u2028",
        "ünïcödé", "日本", "😀", " leading and trailing ", "*", "&anchor", "!tag", "%", "@at", "`",
        "[", "{}", "\ufeff",
    ];

    /// <summary>Types that can stand inside an Any.</summary>
    private static readonly MessageDescriptor[] AnyTypes =
        [.. OwnContract.MessagesAndWellKnown.OrderBy(message => message.FullName, StringComparer.Ordinal)];

    public IMessage Create(MessageDescriptor type) => type.Parser.ParseFrom(Bytes(type, 0));

    private byte[] Bytes(MessageDescriptor type, int depth)
    {
        using var stream = new MemoryStream();
        var output = new CodedOutputStream(stream);
        switch (type.FullName)
        {
            case "google.protobuf.Duration":
                WriteTime(output, sign: random.Next(2) * 2 - 1, secondsMax: 315_576_000_000);
                break;
            case "google.protobuf.Timestamp":
                WriteTime(output, sign: 1, secondsMax: 253_402_300_799);
                break;
            case "google.protobuf.FieldMask":
                WriteField(output, type.FindFieldByNumber(1), "load_assignment.cluster_name", depth);
                break;
            case "google.protobuf.Any":
                WriteAny(output, depth);
                break;
            case "google.protobuf.Value":
                int kind = random.Next(depth < DepthMax ? 6 : 4);
                WriteField(output, type.Fields.InDeclarationOrder()[kind], null, depth);
                break;
            case "google.protobuf.Struct.FieldsEntry":
                WriteField(output, type.FindFieldByNumber(1), $"member {random.Next(100)}", depth);
                WriteField(output, type.FindFieldByNumber(2), null, depth);
                break;
            default:
                WriteFields(output, type, depth);
                break;
        }

        output.Flush();
        return stream.ToArray();
    }

    private void WriteFields(CodedOutputStream output, MessageDescriptor type, int depth)
    {
        var oneofs = new HashSet<OneofDescriptor>();
        foreach (FieldDescriptor field in type.Fields.InDeclarationOrder().OrderBy(_ => random.Next()))
        {
            bool tooDeep = depth >= DepthMax && field.FieldType == FieldType.Message;
            bool taken = field.RealContainingOneof is { } oneof && !oneofs.Add(oneof);
            if (tooDeep || taken || random.Next(3) == 0)
            {
                continue;
            }

            for (int count = field.IsRepeated ? random.Next(4) : 1; count > 0; count--)
            {
                WriteField(output, field, null, depth);
            }
        }
    }

    private void WriteAny(CodedOutputStream output, int depth)
    {
        MessageDescriptor type = AnyTypes[random.Next(AnyTypes.Length)];
        output.WriteTag(1, WireFormat.WireType.LengthDelimited);
        output.WriteString("type.googleapis.com/" + type.FullName);
        output.WriteTag(2, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(type.Parser.ParseFrom(Bytes(type, depth + 1)).ToByteArray()));
    }

    private void WriteTime(CodedOutputStream output, int sign, long secondsMax)
    {
        int[] nanoseconds = [0, 500_000_000, 1_000, 123_456_789];
        output.WriteTag(1, WireFormat.WireType.Varint);
        output.WriteInt64(sign * random.NextInt64(secondsMax >> random.Next(40)));
        output.WriteTag(2, WireFormat.WireType.Varint);
        output.WriteInt32(sign * nanoseconds[random.Next(nanoseconds.Length)]);
    }

    private void WriteField(CodedOutputStream output, FieldDescriptor field, string? text, int depth)
    {
        output.WriteTag(field.FieldNumber, FieldTypes.WireTypeOf(field.FieldType));
        switch (field.FieldType)
        {
            case FieldType.Message:
                output.WriteBytes(ByteString.CopyFrom(Bytes(field.MessageType, depth + 1)));
                break;
            case FieldType.String:
                output.WriteString(text ?? Texts[random.Next(Texts.Length)]);
                break;
            case FieldType.Bytes:
                byte[] bytes = new byte[random.Next(5)];
                random.NextBytes(bytes);
                output.WriteBytes(ByteString.CopyFrom(bytes));
                break;
            case FieldType.Double:
                output.WriteDouble(Real(field));
                break;
            case FieldType.Float:
                output.WriteFloat((float)Real(field));
                break;
            case FieldType.Bool:
                output.WriteBool(random.Next(2) == 0);
                break;
            case FieldType.Enum:
                output.WriteEnum(field.EnumType.Values[random.Next(field.EnumType.Values.Count)].Number);
                break;
            default:
                WriteInteger(output, field.FieldType);
                break;
        }
    }

    // A number in a struct has to be finite, because there JSON has only its own numbers. Minus zero is left
    // out: protobuf takes it for the default when it writes a message and for a value when it compares two.
    private double Real(FieldDescriptor field)
    {
        double[] special =
            [0, 1, -1.5, 1e30, 0.1, double.NaN, double.PositiveInfinity, double.NegativeInfinity];
        bool inStruct = field.ContainingType.File.Name == "google/protobuf/struct.proto";
        return special[random.Next(inStruct ? special.Length - 3 : special.Length)];
    }

    private void WriteInteger(CodedOutputStream output, FieldType type)
    {
        long value = random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);
        switch (type)
        {
            case FieldType.Fixed32 or FieldType.SFixed32:
                output.WriteFixed32((uint)value);
                break;
            case FieldType.Fixed64 or FieldType.SFixed64:
                output.WriteFixed64((ulong)value);
                break;
            case FieldType.UInt32:
                output.WriteUInt32((uint)value);
                break;
            case FieldType.Int32:
                output.WriteInt32((int)value);
                break;
            default:
                output.WriteUInt64((ulong)value);
                break;
        }
    }
}
