namespace Outrigger.Xds.Contract.Schema;

/// <summary>
/// A message of the contract: its name and its fields. It says what protobuf's own descriptors say, for a
/// hundredth of their memory: those of one file bring in those of all files, about 8 MB.
/// </summary>
public sealed class MessageSchema
{
    private readonly FieldSchema[] fields;
    private readonly Dictionary<int, FieldSchema> byNumber;
    private readonly Dictionary<string, FieldSchema> byName;

    internal MessageSchema(string fullName, FieldSchema[] fields, bool isMapEntry)
    {
        FullName = fullName;
        IsMapEntry = isMapEntry;
        this.fields = fields;
        byNumber = fields.ToDictionary(field => field.Number);
        byName = fields.ToDictionary(field => field.Name, StringComparer.Ordinal);
    }

    /// <summary>The full name, such as <c>envoy.config.cluster.v3.Cluster</c>.</summary>
    public string FullName { get; }

    /// <summary>Whether it stands for one entry of a map: a key (field 1) and a value (field 2).</summary>
    public bool IsMapEntry { get; }

    /// <summary>The fields in the order in which the message declares them.</summary>
    public IReadOnlyList<FieldSchema> Fields => fields;

    /// <summary>A field that is known to be there.</summary>
    /// <param name="number">The field's number.</param>
    /// <exception cref="KeyNotFoundException">The message has no field of that number.</exception>
    public FieldSchema this[int number] => byNumber[number];

    /// <summary>Finds a field by its number; null when the message has none of that number.</summary>
    /// <param name="number">The number.</param>
    public FieldSchema? FindField(int number) => byNumber.GetValueOrDefault(number);

    /// <summary>
    /// Finds a field by its name in the <c>.proto</c> file or in JSON; null when there is none.
    /// </summary>
    /// <param name="name">The name; the one of the file is tried first.</param>
    public FieldSchema? FindField(string name) =>
        byName.GetValueOrDefault(name) ?? Array.Find(fields, field => field.JsonName == name);

    /// <summary>The full name.</summary>
    /// <returns><see cref="FullName"/>.</returns>
    public override string ToString() => FullName;
}
