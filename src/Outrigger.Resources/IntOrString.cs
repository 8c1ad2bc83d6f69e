using System.Globalization;

namespace Outrigger.Resources;

/// <summary>A value that may be a number or a name, such as a Service's target port.</summary>
public readonly record struct IntOrString
{
    private readonly string? _text;

    /// <summary>A number.</summary>
    public IntOrString(long number) => Number = number;

    /// <summary>A name.</summary>
    public IntOrString(string text) => _text = text;

    /// <summary>Whether the value is a number.</summary>
    public bool IsNumber => _text is null;

    /// <summary>The number; 0 when the value is a name.</summary>
    public long Number { get; }

    /// <summary>The name, or the number as text.</summary>
    public string Text => _text ?? Number.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
