namespace Outrigger.Xds.Contract.Schema;

/// <summary>A set of fields of which a message has at most one.</summary>
public sealed class OneofSchema
{
    private readonly List<FieldSchema> fields = [];

    internal OneofSchema(string name)
    {
        Name = name;
    }

    /// <summary>The name in the <c>.proto</c> file.</summary>
    public string Name { get; }

    /// <summary>The fields, in the order in which the message declares them.</summary>
    public IReadOnlyList<FieldSchema> Fields => fields;

    internal void Add(FieldSchema field) => fields.Add(field);
}
