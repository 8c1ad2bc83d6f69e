namespace Outrigger.Proxy.Http.Filters.Jwt;

/// <summary>One place where tokens may be. Immutable.</summary>
/// <param name="kind">What kind of place.</param>
/// <param name="name">The name of the header in lower case, of the parameter or of the cookie.</param>
/// <param name="prefix">What stands before the token in a header; empty for nothing.</param>
internal sealed class JwtLocation(JwtLocationKind kind, byte[] name, byte[] prefix)
{
    private readonly byte[] _name = name;
    private readonly byte[] _prefix = prefix;

    /// <summary>What kind of place.</summary>
    public JwtLocationKind Kind => kind;

    /// <summary>The name of the header in lower case, of the parameter or of the cookie.</summary>
    public ReadOnlySpan<byte> Name => _name;

    /// <summary>What stands before the token in a header; empty for nothing.</summary>
    public ReadOnlySpan<byte> Prefix => _prefix;

    /// <summary>Whether it is the same place.</summary>
    /// <param name="other">The other one.</param>
    public bool IsSame(JwtLocation other) =>
        kind == other.Kind && Name.SequenceEqual(other.Name) && Prefix.SequenceEqual(other.Prefix);
}
