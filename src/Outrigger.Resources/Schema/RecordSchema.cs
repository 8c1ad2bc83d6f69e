using System.Collections.Concurrent;
using System.Reflection;

namespace Outrigger.Resources.Schema;

/// <summary>A record's fields and rules, read once from its type by reflection.</summary>
internal sealed class RecordSchema
{
    private static readonly ConcurrentDictionary<Type, RecordSchema> Cache = new();
    private readonly Dictionary<string, FieldSchema> _byName;

    private RecordSchema(Type type)
    {
        Type = type;
        Fields =
        [
            .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.CanWrite)
                .Select(property => new FieldSchema(property)),
        ];
        _byName = Fields.ToDictionary(field => field.Name, StringComparer.Ordinal);
        IsOpen = type.IsDefined(typeof(OpenRecordAttribute));
        IsParsedOnly = type.IsDefined(typeof(ParsedOnlyAttribute));
        OneOfs = [.. type.GetCustomAttributes<OneOfAttribute>().Select(attribute => attribute.Fields)];
        Rules = [.. type.GetCustomAttributes<RecordRuleAttribute>().Select(attribute => attribute.Rule)];
    }

    public Type Type { get; }

    public IReadOnlyList<FieldSchema> Fields { get; }

    /// <summary>Whether fields that the record does not know are accepted.</summary>
    public bool IsOpen { get; }

    public bool IsParsedOnly { get; }

    public IReadOnlyList<IReadOnlyList<string>> OneOfs { get; }

    public IReadOnlyList<ConsistencyRule> Rules { get; }

    public static RecordSchema Of(Type type) => Cache.GetOrAdd(type, static key => new RecordSchema(key));

    public FieldSchema? Find(string name) => _byName.GetValueOrDefault(name);
}
