using System.Reflection;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Xds.Contract.Json;

namespace Outrigger.Xds.Tests.Contract;

/// <summary>
/// What the contract's assembly declares, found by reflection rather than by its own registry.
/// </summary>
internal static class OwnContract
{
    public static IReadOnlyList<FileDescriptor> Files { get; } =
    [
        .. typeof(ProtoJsonWriter).Assembly.GetExportedTypes()
            .Where(type => type.Name.EndsWith("Reflection", StringComparison.Ordinal))
            .Select(type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static))
            .Where(property => property?.PropertyType == typeof(FileDescriptor))
            .Select(property => (FileDescriptor)property!.GetValue(null)!),
    ];

    public static IReadOnlyList<MessageDescriptor> Messages { get; } =
        [.. Files.SelectMany(file => file.MessageTypes).SelectMany(WithNested)];

    public static IReadOnlyList<EnumDescriptor> Enums { get; } =
        [.. Files.SelectMany(file => file.EnumTypes), .. Messages.SelectMany(message => message.EnumTypes)];

    /// <summary>Our messages, and those of protobuf itself that may stand inside an Any.</summary>
    public static IReadOnlyList<MessageDescriptor> MessagesAndWellKnown { get; } =
    [
        .. Messages,
        .. ((FileDescriptor[])
        [
            AnyReflection.Descriptor,
            DurationReflection.Descriptor,
            EmptyReflection.Descriptor,
            FieldMaskReflection.Descriptor,
            StructReflection.Descriptor,
            TimestampReflection.Descriptor,
            WrappersReflection.Descriptor,
        ]).SelectMany(file => file.MessageTypes),
    ];

    private static IEnumerable<MessageDescriptor> WithNested(MessageDescriptor message) =>
        message.NestedTypes.Where(nested => !nested.IsMapEntry).SelectMany(WithNested).Prepend(message);
}
