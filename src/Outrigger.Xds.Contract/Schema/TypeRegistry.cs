using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Outrigger.Xds.Contract.Schema;

/// <summary>
/// Finds the schemas of the xDS contract's messages, and of protobuf's well-known types, by name: what has to
/// be known to read or write the content of an <c>Any</c>. It needs neither descriptors nor reflection.
/// </summary>
public static class TypeRegistry
{
    private static readonly Lazy<SchemaText> Text = new(() => new SchemaText());
    private static readonly ConcurrentDictionary<string, MessageSchema> Messages = NewTable<MessageSchema>();
    private static readonly ConcurrentDictionary<string, EnumSchema> Enums = NewTable<EnumSchema>();

    /// <summary>The full names of all messages, without the entries of maps.</summary>
    public static IReadOnlyList<string> MessageNames => Text.Value.MessageNames;

    /// <summary>Finds a message by its full name, such as <c>envoy.config.cluster.v3.Cluster</c>.</summary>
    /// <param name="fullName">The full name, without a leading dot.</param>
    /// <param name="schema">The schema, when the name is known.</param>
    /// <returns>Whether the name is known.</returns>
    public static bool TryFind(string fullName, [NotNullWhen(true)] out MessageSchema? schema)
    {
        schema = FindOrEntry(fullName) is { IsMapEntry: false } found ? found : null;
        return schema is not null;
    }

    /// <summary>Finds a message by a type URL: only what follows the last slash counts.</summary>
    /// <param name="typeUrl">
    /// A URL such as <c>type.googleapis.com/envoy.config.cluster.v3.Cluster</c>.
    /// </param>
    /// <param name="schema">The schema, when the type is known.</param>
    /// <returns>Whether the type is known.</returns>
    public static bool TryFindByUrl(string typeUrl, [NotNullWhen(true)] out MessageSchema? schema) =>
        TryFind(NameOf(typeUrl), out schema);

    /// <summary>The schema of a generated class.</summary>
    /// <param name="type">The class, such as <c>Envoy.Config.Cluster.V3.Cluster</c>.</param>
    /// <exception cref="ArgumentException">The class is not a message of the contract.</exception>
    public static MessageSchema Of(Type type) =>
        TryFind(ClassNames.ToMessageName(type, MessageNames) ?? "", out MessageSchema? schema)
            ? schema
            : throw new ArgumentException($"{type} is not a message of the contract", nameof(type));

    /// <summary>The full name of the message that a type URL stands for.</summary>
    /// <param name="typeUrl">A type URL, or a full name.</param>
    /// <returns>What follows the last slash, or all of it when there is none.</returns>
    public static string NameOf(string typeUrl) => typeUrl[(typeUrl.LastIndexOf('/') + 1)..];

    /// <summary>Finds a message or the entry of a map; null when there is none of that name.</summary>
    internal static MessageSchema? FindOrEntry(string fullName) =>
        Find(Messages, fullName, Text.Value.FindMessage);

    /// <summary>Finds an enum; null when there is none of that name.</summary>
    internal static EnumSchema? FindEnum(string fullName) => Find(Enums, fullName, Text.Value.FindEnum);

    // Names come from peers too: only those that exist are kept.
    private static T? Find<T>(ConcurrentDictionary<string, T> table, string name, Func<string, T?> read)
        where T : class =>
        table.TryGetValue(name, out T? known) ? known
        : read(name) is { } found ? table.GetOrAdd(name, found)
        : null;

    private static ConcurrentDictionary<string, T> NewTable<T>() =>
        new(concurrencyLevel: 1, capacity: 31, StringComparer.Ordinal);
}
