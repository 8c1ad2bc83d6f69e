using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Outrigger.Identity;

/// <summary>
/// The name of those who trust one set of roots (SPIFFE ID specification, section 2.1): 1 to 255 characters of
/// <c>a-z</c>, <c>0-9</c>, <c>.</c>, <c>-</c> and <c>_</c>. Two trust domains are equal when their names are.
/// </summary>
public readonly record struct TrustDomain
{
    private const int LengthMax = 255;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-_");

    private readonly string? _name;

    private TrustDomain(string name) => _name = name;

    /// <summary>The trust domain of a mesh that names none, as in Istio.</summary>
    public static TrustDomain Default { get; } = new("cluster.local");

    /// <summary>The name, in lower case.</summary>
    public string Name => _name ?? "";

    /// <summary>Reads a name.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static TrustDomain Parse(string text) => TryParse(text, out var domain)
        ? domain
        : throw new FormatException($"'{text}' is no trust domain: expected 1 to 255 of the characters a-z 0-9 . - _");

    /// <summary>Reads a name.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out TrustDomain domain)
    {
        var isName = text is { Length: > 0 and <= LengthMax } && !text.AsSpan().ContainsAnyExcept(Allowed);
        domain = isName ? new TrustDomain(text!) : default;
        return isName;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
