using System.Reflection;
using Google.Protobuf.Reflection;
using Outrigger.Xds.Contract.Json;
using TypeRegistry = Outrigger.Xds.Contract.Json.TypeRegistry;

namespace Outrigger.Xds.Tests.Contract;

/// <summary>
/// What the contract's assembly declares, found by reflection rather than by its own registry.
/// </summary>
internal static class OwnContract
{
    public static IReadOnlyList<FileDescriptor> Files { get; } =
    [
        .. typeof(TypeRegistry).Assembly.GetExportedTypes()
            .Where(type => type.Name.EndsWith("Reflection", StringComparison.Ordinal))
            .Select(type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static))
            .Where(property => property?.PropertyType == typeof(FileDescriptor))
            .Select(property => (FileDescriptor)property!.GetValue(null)!),
    ];

    public static IReadOnlyList<MessageDescriptor> Messages { get; } =
        [.. Files.SelectMany(file => file.MessageTypes).SelectMany(WithNested)];

    public static IReadOnlyList<EnumDescriptor> Enums { get; } =
        [.. Files.SelectMany(file => file.EnumTypes), .. Messages.SelectMany(message => message.EnumTypes)];

    private static IEnumerable<MessageDescriptor> WithNested(MessageDescriptor message) =>
        message.NestedTypes.Where(nested => !nested.IsMapEntry).SelectMany(WithNested).Prepend(message);
}
