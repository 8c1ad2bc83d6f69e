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

    /// <summary>The files that the package of upstream's has too; the others are Istio's or our own.</summary>
    public static IReadOnlyList<FileDescriptor> FilesOfEnvoy { get; } =
        [.. Files.Where(file => file.Package.Split('.')[0] is "envoy" or "google" or "udpa" or "xds")];

    /// <summary>The messages of <see cref="FilesOfEnvoy"/>.</summary>
    public static IReadOnlyList<MessageDescriptor> MessagesOfEnvoy { get; } =
        [.. FilesOfEnvoy.SelectMany(file => file.MessageTypes).SelectMany(WithNested)];

    public static IReadOnlyList<MessageDescriptor> Messages { get; } =
        [.. Files.SelectMany(file => file.MessageTypes).SelectMany(WithNested)];

    public static IReadOnlyList<EnumDescriptor> EnumsOfEnvoy { get; } =
        [.. FilesOfEnvoy.SelectMany(file => file.EnumTypes), .. MessagesOfEnvoy.SelectMany(message => message.EnumTypes)];

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
