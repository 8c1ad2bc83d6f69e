namespace Outrigger.Xds.Contract.Schema;

/// <summary>An enum of the contract.</summary>
/// <param name="fullName">The full name.</param>
/// <param name="values">The values, in the order of their declaration.</param>
public sealed class EnumSchema(string fullName, IReadOnlyList<EnumValueSchema> values)
{
    /// <summary>The full name, such as <c>envoy.config.cluster.v3.Cluster.LbPolicy</c>.</summary>
    public string FullName { get; } = fullName;

    /// <summary>The values, in the order of their declaration.</summary>
    public IReadOnlyList<EnumValueSchema> Values { get; } = values;

    /// <summary>Finds a value by its number; the first of several. Null when there is none.</summary>
    /// <param name="number">The number.</param>
    public EnumValueSchema? FindValue(int number) => Values.FirstOrDefault(value => value.Number == number);

    /// <summary>Finds a value by its name; null when there is none.</summary>
    /// <param name="name">The name in the <c>.proto</c> file.</param>
    public EnumValueSchema? FindValue(string name) => Values.FirstOrDefault(value => value.Name == name);
}
