using System.Net;
using System.Text;

namespace Outrigger.Net.Tls;

/// <summary>A kind of name in a certificate (RFC 5280 section 4.2.1.6).</summary>
public enum SubjectAltNameType
{
    /// <summary>A host name.</summary>
    Dns,

    /// <summary>A URI, such as a SPIFFE identity.</summary>
    Uri,

    /// <summary>An IP address, matched in its usual text.</summary>
    IpAddress,

    /// <summary>A mail address.</summary>
    Email,
}

/// <summary>
/// A demand on a certificate's names. Immutable. Follows
/// <c>envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher</c>: an exact host name also matches
/// the wildcard name that covers it.
/// </summary>
public sealed class SubjectAltNameMatcher
{
    private readonly Func<string, bool> _test;
    private readonly string _description;

    /// <summary>Makes a matcher from any test.</summary>
    /// <param name="type">The kind of name it looks at.</param>
    /// <param name="description">What it demands, for messages and to tell one matcher from another.</param>
    /// <param name="test">Whether a name is right. Called on every thread.</param>
    public SubjectAltNameMatcher(SubjectAltNameType type, string description, Func<string, bool> test)
    {
        Type = type;
        _description = description;
        _test = test;
    }

    /// <summary>The kind of name it looks at.</summary>
    public SubjectAltNameType Type { get; }

    /// <summary>A matcher of one name.</summary>
    /// <param name="type">The kind of name.</param>
    /// <param name="name">The name; a host name also matches as RFC 6125 lets wildcards match.</param>
    public static SubjectAltNameMatcher Exact(SubjectAltNameType type, string name) => type switch
    {
        SubjectAltNameType.Dns => new(type, name, pattern => MatchesHostName(pattern, name)),
        SubjectAltNameType.IpAddress when IPAddress.TryParse(name, out var address) =>
            new(type, name, text => text == address.ToString()),
        _ => new(type, name, text => text == name),
    };

    /// <summary>A matcher of all names with a beginning.</summary>
    /// <param name="type">The kind of name.</param>
    /// <param name="prefix">The beginning.</param>
    public static SubjectAltNameMatcher Prefix(SubjectAltNameType type, string prefix) =>
        new(type, prefix + "*", text => text.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>A matcher of all names with an end.</summary>
    /// <param name="type">The kind of name.</param>
    /// <param name="suffix">The end.</param>
    public static SubjectAltNameMatcher Suffix(SubjectAltNameType type, string suffix) =>
        new(type, "*" + suffix, text => text.EndsWith(suffix, StringComparison.Ordinal));

    /// <summary>Whether a name is right.</summary>
    /// <param name="name">The name as text.</param>
    public bool Matches(string name) => _test(name);

    /// <summary>The kind and what is demanded, as <c>URI spiffe://…</c>.</summary>
    public override string ToString() => $"{NameOf(Type)} {_description}";

    /// <summary>
    /// Whether a certificate's host name, which may begin with <c>*.</c>, covers a host name. The star stands
    /// for one label, the first, and nothing else (RFC 6125 section 6.4.3).
    /// </summary>
    /// <param name="pattern">The certificate's name.</param>
    /// <param name="name">The host name; a star in it is nothing special.</param>
    public static bool MatchesHostName(string pattern, string name)
    {
        if (string.Equals(pattern, name, StringComparison.OrdinalIgnoreCase))
            return name.Length > 0;
        if (!pattern.StartsWith("*.", StringComparison.Ordinal) || pattern.LastIndexOf('.') == 1)
            return false;
        var dot = name.IndexOf('.');
        return dot > 0 && name.AsSpan(dot).Equals(pattern.AsSpan(1), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The field's own word for a kind of name.</summary>
    internal static string NameOf(SubjectAltNameType type) => type switch
    {
        SubjectAltNameType.Dns => "DNS",
        SubjectAltNameType.Uri => "URI",
        SubjectAltNameType.IpAddress => "IP",
        _ => "email",
    };

    /// <summary>A name's bytes in a certificate as text; null when they are no such name.</summary>
    internal static string? Read(SubjectAltNameType type, ReadOnlySpan<byte> bytes)
    {
        if (type == SubjectAltNameType.IpAddress)
            return bytes.Length is 4 or 16 ? new IPAddress(bytes).ToString() : null;
        // A name with a zero in it is an old trick to show one name to one reader and another to the next.
        return bytes.Contains((byte)0) ? null : Encoding.UTF8.GetString(bytes);
    }
}
