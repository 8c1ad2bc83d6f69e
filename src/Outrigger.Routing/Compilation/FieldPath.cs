using System.Globalization;
using System.Text;

namespace Outrigger.Routing.Compilation;

/// <summary>
/// The way from a resource's root to one of its fields. Links to its parent, and becomes text only for a
/// message, because nearly every path that a compilation walks is never shown.
/// </summary>
internal sealed class FieldPath
{
    internal static readonly FieldPath Root = new(null, "", -1);

    private readonly FieldPath? _parent;
    private readonly string _name;
    private readonly int _index;

    private FieldPath(FieldPath? parent, string name, int index)
    {
        _parent = parent;
        _name = name;
        _index = index;
    }

    internal FieldPath Field(string name) => new(this, name, -1);

    internal FieldPath Item(string name, int index) => new(this, name, index);

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
        if (text.Length > 0)
        {
            text.Append('.');
        }

        text.Append(_name);
        if (_index >= 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"[{_index}]");
        }
    }
}
