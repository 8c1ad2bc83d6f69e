using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Outrigger.Xds.Contract.Json;
using Outrigger.Xds.Contract.Schema;
using TypeRegistry = Outrigger.Xds.Contract.Schema.TypeRegistry;

namespace Outrigger.Xds.Tests.Contract;

/// <summary>
/// On random messages of every type, our reader and writer agree with protobuf's own, which need reflection
/// and so can judge here but not serve in the proxy.
/// </summary>
public sealed class JsonRoundTripTests
{
    private const int MessagesPerType = 12;

    private static readonly Google.Protobuf.Reflection.TypeRegistry GoogleTypes =
        Google.Protobuf.Reflection.TypeRegistry.FromMessages(OwnContract.MessagesAndWellKnown);

    private static readonly JsonParser Parser =
        new(JsonParser.Settings.Default.WithTypeRegistry(GoogleTypes));

    public static TheoryData<int> Seeds => [1, 2, 3, 4];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void WriterAgreesWithProtobuf(int seed)
    {
        ForRandomMessages(seed, message =>
        {
            foreach (bool protoNames in (bool[])[false, true])
            {
                var options = new ProtoJsonOptions(protoNames, Indented: protoNames);
                string ours = ProtoJsonWriter.ToJson(message, options);
                AssertSameJson(Format(message, protoNames), ours);
                Assert.True(message.Equals(Parser.Parse(ours, message.Descriptor)), ours);
            }
        });
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void ReaderAgreesWithProtobuf(int seed)
    {
        ForRandomMessages(seed, message =>
        {
            foreach (bool protoNames in (bool[])[false, true])
            {
                string json = Format(message, protoNames);
                ProtoDocument<IMessage> document = Read(json, message);
                Assert.True(document.IsValid, $"{string.Join('\n', document.Errors)}\n{json}");
                Assert.Empty(document.Unimplemented);
                string actual = Format(document.Message, protoNames);
                Assert.True(message.Equals(document.Message), $"{json}\n{actual}");
            }
        });
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void DamagedBytesAreWrittenAndSearchedWithoutFailing(int seed)
    {
        var random = new Random(seed);
        ForRandomMessages(seed, message =>
        {
            byte[] bytes = message.ToByteArray();
            for (int damage = 0; damage < 3 && bytes.Length > 0; damage++)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                MessageSchema type = TypeRegistry.Of(message.GetType());
                using JsonDocument json = JsonDocument.Parse(
                    ProtoJsonWriter.ToJson(bytes.AsMemory(0, random.Next(bytes.Length)), type));
                Assert.NotNull(UnknownFields.Find(bytes, type));
            }
        });
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void DamagedTextIsReadWithoutFailing(int seed)
    {
        var random = new Random(seed);
        const string Letters = "{}[],:\"'\\\n \t-#&*!|>%@`0e.\u0000é😀";
        ForRandomMessages(seed, message =>
        {
            char[] text = Format(message, protoNames: true).ToCharArray();
            for (int damage = 0; damage < 3; damage++)
            {
                text[random.Next(text.Length)] = Letters[random.Next(Letters.Length)];
            }

            ProtoDocument<IMessage> document = Read(new string(text), message);
            Assert.All(document.Errors, error => Assert.True(error.Position.Line > 0));
        });
    }

    private static ProtoDocument<IMessage> Read(string text, IMessage like) => ProtoDocumentReader.Read(
        text, "f", TypeRegistry.Of(like.GetType()), like.Descriptor.Parser);

    private static void ForRandomMessages(int seed, Action<IMessage> check)
    {
        var source = new RandomMessage(new Random(seed));
        IEnumerable<MessageDescriptor> types = OwnContract.MessagesAndWellKnown
            .OrderBy(message => message.FullName, StringComparer.Ordinal);
        foreach (MessageDescriptor type in types)
        {
            for (int count = 0; count < MessagesPerType; count++)
            {
                check(source.Create(type));
            }
        }
    }

    private static string Format(IMessage message, bool protoNames) =>
        new JsonFormatter(JsonFormatter.Settings.Default
            .WithTypeRegistry(GoogleTypes)
            .WithPreserveProtoFieldNames(protoNames)).Format(message);

    private static void AssertSameJson(string expected, string actual)
    {
        using JsonDocument left = JsonDocument.Parse(expected);
        using JsonDocument right = JsonDocument.Parse(actual);
        Assert.True(JsonElement.DeepEquals(left.RootElement, right.RootElement), $"{expected}\n{actual}");
    }
}
