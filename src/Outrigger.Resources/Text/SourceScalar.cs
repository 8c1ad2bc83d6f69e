using System.Globalization;

namespace Outrigger.Resources.Text;

/// <summary>A scalar: its text and what the text stands for.</summary>
internal sealed class SourceScalar(
    int line, int column, string text, ScalarKind kind) : SourceNode(line, column)
{
    private const int ShownLength = 40;

    public string Text { get; } = text;

    public ScalarKind Kind { get; } = kind;

    /// <summary>
    /// Where the text's first line begins if it is another document, as in a ConfigMap; the scalar's own place when
    /// that is unknown.
    /// </summary>
    public TextOrigin Content { get; init; } = new(line, column);

    public override string Description => Kind switch
    {
        ScalarKind.Null => "null",
        ScalarKind.Boolean => $"the boolean {Shown(Text)}",
        ScalarKind.Integer or ScalarKind.Number => $"the number {Shown(Text)}",
        _ => $"the text \"{Shown(Text)}\"",
    };

    /// <summary>The integer, if the text is one in the range of <see cref="decimal"/>.</summary>
    public bool TryGetInteger(out decimal value)
    {
        value = 0;
        return Kind == ScalarKind.Integer && ScalarResolver.TryParseInteger(Text, out value);
    }

    public bool TryGetNumber(out double value)
    {
        value = 0;
        if (TryGetInteger(out decimal integer))
        {
            value = (double)integer;
            return true;
        }

        return Kind is ScalarKind.Number or ScalarKind.Integer
            && double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    public bool GetBoolean() => ScalarResolver.IsTrue(Text);

    /// <summary>Text fit for a message: one line, shortened.</summary>
    public static string Shown(string text)
    {
        string shown = text.Length <= ShownLength ? text : text[..ShownLength] + "…";
        return string.Concat(shown.Select(c => char.IsControl(c) ? ' ' : c));
    }
}
