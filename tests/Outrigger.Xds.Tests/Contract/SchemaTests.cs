using System.Text;
using Google.Protobuf.Reflection;
using Outrigger.Xds.Contract.Schema;
using TypeRegistry = Outrigger.Xds.Contract.Schema.TypeRegistry;

namespace Outrigger.Xds.Tests.Contract;

/// <summary>
/// The schemas must say what the generated descriptors say; with <c>OUTRIGGER_UPDATE_GOLDEN=1</c> the test
/// writes their text.
/// </summary>
public sealed class SchemaTests
{
    private const string Head = """
        # The messages of the contract, made by SchemaTests with OUTRIGGER_UPDATE_GOLDEN=1 from the generated
        # descriptors. SchemaText says what the words mean.

        """;

    [Fact]
    public void TextIsUpToDate()
    {
        var text = new StringBuilder(Head.ReplaceLineEndings("\n"));
        IEnumerable<string> lines = AllMessages.Select(Line).Concat(AllEnums.Select(Line));
        text.AppendJoin("", lines.Order(StringComparer.Ordinal).Select(line => line + "\n"));
        string path = SourceTree.PathOf("src/Outrigger.Xds.Contract/Schema/contract-schema.txt");
        if (Environment.GetEnvironmentVariable("OUTRIGGER_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, text.ToString());
        }

        Assert.Equal(text.ToString(), File.ReadAllText(path));
    }

    [Fact]
    public void EveryMessageIsThere() =>
        Assert.Equal(
            OwnContract.MessagesAndWellKnown.Select(message => message.FullName).Order(StringComparer.Ordinal),
            TypeRegistry.MessageNames.Order(StringComparer.Ordinal));

    [Fact]
    public void EveryMessageIsFoundByItsClass() =>
        Assert.All(
            OwnContract.MessagesAndWellKnown,
            message => Assert.Equal(message.FullName, TypeRegistry.Of(message.ClrType).FullName));

    [Fact]
    public void SchemasAgreeWithDescriptors()
    {
        foreach (MessageDescriptor message in AllMessages)
        {
            MessageSchema schema = TypeRegistry.FindOrEntry(message.FullName)!;
            Assert.Equal(message.IsMapEntry, schema.IsMapEntry);
            Assert.Equal(
                message.Fields.InDeclarationOrder().Select(Describe), schema.Fields.Select(Describe));
        }
    }

    [Fact]
    public void EnumsAgreeWithDescriptors()
    {
        foreach (EnumDescriptor type in AllEnums)
        {
            EnumSchema schema = TypeRegistry.FindEnum(type.FullName)!;
            Assert.Equal(
                type.Values.Select(value => (value.Name, value.Number)),
                schema.Values.Select(value => (value.Name, value.Number)));
            Assert.All(
                type.Values,
                value => Assert.Equal(
                    type.FindValueByNumber(value.Number).Name, schema.FindValue(value.Number)?.Name));
        }
    }

    [Theory]
    [InlineData("google.protobuf.Duration")]
    [InlineData("google.protobuf.Struct")]
    [InlineData("type.googleapis.com/google.protobuf.BoolValue")]
    [InlineData("type.googleapis.com/envoy.config.cluster.v3.Cluster.EdsClusterConfig")]
    public void TheRegistryFindsByNameAndUrl(string url)
    {
        Assert.True(TypeRegistry.TryFindByUrl(url, out MessageSchema? byUrl));
        Assert.True(TypeRegistry.TryFind(TypeRegistry.NameOf(url), out MessageSchema? byName));
        Assert.Same(byName, byUrl);
        Assert.False(TypeRegistry.TryFindByUrl(url + "x", out _));
    }

    [Fact]
    public void EntriesOfMapsAreNoTypesOfTheirOwn() =>
        Assert.False(TypeRegistry.TryFind("google.protobuf.Struct.FieldsEntry", out _));

    [Fact]
    public void AClassOutsideTheContractIsRefused() =>
        Assert.Throws<ArgumentException>(() => TypeRegistry.Of(typeof(FileDescriptorProto)));

    private static IEnumerable<MessageDescriptor> AllMessages =>
        OwnContract.MessagesAndWellKnown.SelectMany(
            message => message.NestedTypes.Where(nested => nested.IsMapEntry).Prepend(message));

    private static IEnumerable<EnumDescriptor> AllEnums =>
        AllMessages.SelectMany(message => message.Fields.InDeclarationOrder())
            .Where(each => each.FieldType == FieldType.Enum)
            .Select(each => each.EnumType)
            .DistinctBy(type => type.FullName);

    private static string Line(MessageDescriptor message)
    {
        IEnumerable<string> fields = message.Fields.InDeclarationOrder().Select(Word);
        return string.Join(' ', [message.IsMapEntry ? "entry" : "message", message.FullName, .. fields]);
    }

    private static string Line(EnumDescriptor type) =>
        string.Join(' ', ["enum", type.FullName, .. type.Values.Select(value => $"{value.Name}={value.Number}")]);

    // Descriptors call every repeated field of proto3 packed, also those that cannot be.
    private static bool IsPacked(FieldDescriptor field) =>
        field.IsRepeated && field.IsPacked
        && field.FieldType is not (FieldType.Message or FieldType.String or FieldType.Bytes);

    private static string Word(FieldDescriptor field)
    {
        string type = field.FieldType switch
        {
            FieldType.Message => $".{field.MessageType.FullName}",
            FieldType.Enum => $"={field.EnumType.FullName}",
            _ => field.FieldType.ToString().ToLowerInvariant(),
        };
        string modifier =
            field.IsMap ? ":map"
            : IsPacked(field) ? ":packed"
            : field.IsRepeated ? ":repeated"
            : field.RealContainingOneof is { } oneof ? $":oneof={oneof.Name}"
            : field.HasPresence && field.FieldType != FieldType.Message ? ":optional"
            : "";
        return $"{field.FieldNumber}:{field.Name}:{type}{modifier}";
    }

    private static string Describe(FieldDescriptor field) => string.Join(
        ' ',
        field.FieldNumber, field.Index, field.Name, field.JsonName, field.FieldType,
        field.IsRepeated, IsPacked(field), field.IsMap, field.HasPresence,
        field.FieldType == FieldType.Message ? field.MessageType.FullName : "",
        field.FieldType == FieldType.Enum ? field.EnumType.FullName : "",
        field.RealContainingOneof?.Name,
        string.Join(',', field.RealContainingOneof?.Fields.Select(each => each.Name) ?? []));

    private static string Describe(FieldSchema field) => string.Join(
        ' ',
        field.Number, field.Index, field.Name, field.JsonName, field.Type,
        field.IsRepeated, field.IsPacked, field.IsMap, field.HasPresence,
        field.Type == FieldType.Message ? field.MessageType.FullName : "",
        field.Type == FieldType.Enum ? field.EnumType.FullName : "",
        field.Oneof?.Name,
        string.Join(',', field.Oneof?.Fields.Select(each => each.Name) ?? []));
}
