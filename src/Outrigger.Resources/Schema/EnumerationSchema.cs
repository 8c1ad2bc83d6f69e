using System.Collections.Concurrent;
using System.Reflection;

namespace Outrigger.Resources.Schema;

/// <summary>The names of an enumeration's values in YAML and JSON.</summary>
internal sealed class EnumerationSchema
{
    private static readonly ConcurrentDictionary<Type, EnumerationSchema> Cache = new();
    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<object, string> _names = [];

    private EnumerationSchema(Type type)
    {
        var names = new List<string>();
        foreach (FieldInfo field in type.GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            string name = field.GetCustomAttribute<WireNameAttribute>()?.Name ?? field.Name;
            object value = field.GetValue(null)!;
            names.Add(name);
            _values.Add(name, value);
            _names.TryAdd(value, name);
        }

        Names = names;
    }

    public IReadOnlyList<string> Names { get; }

    public static EnumerationSchema Of(Type type) =>
        Cache.GetOrAdd(type, static key => new EnumerationSchema(key));

    public bool TryParse(string name, out object? value) => _values.TryGetValue(name, out value);

    public string NameOf(object value) => _names[value];
}
