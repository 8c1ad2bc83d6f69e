using System.Globalization;
using System.Text;

namespace Outrigger.Proxy.Configuration;

/// <summary>
/// The way from a resource's root to one of its fields, in protobuf names. Becomes text only for a message,
/// because nearly every path that is walked is never shown.
/// </summary>
internal sealed class FieldPath
{
    private readonly FieldPath? _parent;
    private readonly string _name;
    private readonly int _index;

    private FieldPath(FieldPath? parent, string name, int index)
    {
        _parent = parent;
        _name = name;
        _index = index;
    }

    /// <summary>The resource itself.</summary>
    public static FieldPath Root { get; } = new(null, "", -1);

    /// <summary>A field of the message here.</summary>
    public FieldPath Field(string name) => new(this, name, -1);

    /// <summary>An element of a repeated field of the message here.</summary>
    public FieldPath Item(string name, int index) => new(this, name, index);

    /// <summary>An entry of a map field of the message here.</summary>
    public FieldPath Entry(string name, string key) => new(this, $"{name}[\"{key}\"]", -1);

    /// <summary>
    /// The path as text: <c>filter_chains[0].filters[1].typed_config</c>; empty for the root.
    /// </summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Append(text);
        return text.ToString();
    }

    private void Append(StringBuilder text)
    {
        if (_parent is null)
        {
            return;
        }

        _parent.Append(text);
        text.Append(text.Length > 0 ? "." : "").Append(_name);
        if (_index >= 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"[{_index}]");
        }
    }
}
