using System.Diagnostics.CodeAnalysis;

namespace Outrigger.Identity;

/// <summary>
/// Who a workload is: <c>spiffe://TRUST-DOMAIN/ns/NAMESPACE/sa/SERVICE-ACCOUNT</c>, the form that Istio gives SPIFFE
/// IDs. There is no other: an ID whose path says something else is not read.
/// </summary>
public readonly record struct SpiffeId
{
    private const string Scheme = "spiffe://";

    /// <summary>A SPIFFE ID is at most so long (SPIFFE ID specification, section 2.3).</summary>
    private const int LengthMax = 2048;

    /// <summary>Names of namespaces and service accounts are at most so long (RFC 1123 subdomains).</summary>
    private const int NameLengthMax = 253;

    private readonly string? _namespace;
    private readonly string? _serviceAccount;

    /// <summary>Puts an ID together.</summary>
    /// <param name="trustDomain">The trust domain.</param>
    /// <param name="objectNamespace">The namespace.</param>
    /// <param name="serviceAccount">The service account.</param>
    /// <exception cref="ArgumentException">A part is no name.</exception>
    public SpiffeId(TrustDomain trustDomain, string objectNamespace, string serviceAccount)
    {
        if (!IsName(objectNamespace))
            throw new ArgumentException($"'{objectNamespace}' is no namespace's name", nameof(objectNamespace));
        if (!IsName(serviceAccount))
            throw new ArgumentException($"'{serviceAccount}' is no service account's name", nameof(serviceAccount));
        TrustDomain = trustDomain;
        _namespace = objectNamespace;
        _serviceAccount = serviceAccount;
    }

    /// <summary>Who vouches for the ID.</summary>
    public TrustDomain TrustDomain { get; }

    /// <summary>The workload's namespace.</summary>
    public string Namespace => _namespace ?? "";

    /// <summary>The workload's service account.</summary>
    public string ServiceAccount => _serviceAccount ?? "";

    /// <summary>The ID without its scheme, as Istio's policies name principals.</summary>
    public string Principal => $"{TrustDomain}/ns/{Namespace}/sa/{ServiceAccount}";

    /// <summary>Reads an ID.</summary>
    /// <exception cref="FormatException">It is not of the form that the type describes.</exception>
    public static SpiffeId Parse(string text) => TryParse(text, out var id)
        ? id
        : throw new FormatException(
            $"'{text}' is not of the form spiffe://TRUST-DOMAIN/ns/NAMESPACE/sa/SERVICE-ACCOUNT");

    /// <summary>Reads an ID.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out SpiffeId id)
    {
        id = default;
        if (text is null || text.Length > LengthMax || !text.StartsWith(Scheme, StringComparison.Ordinal)) return false;
        var parts = text[Scheme.Length..].Split('/');
        if (parts.Length != 5 || parts[1] != "ns" || parts[3] != "sa") return false;
        if (!TrustDomain.TryParse(parts[0], out var domain) || !IsName(parts[2]) || !IsName(parts[4])) return false;
        id = new SpiffeId(domain, parts[2], parts[4]);
        return true;
    }

    /// <summary>
    /// Whether a text can be a namespace or service account in an ID: the characters that the specification allows in
    /// a segment of the path, and no segment that means another place.
    /// </summary>
    public static bool IsName([NotNullWhen(true)] string? text) =>
        text is { Length: > 0 and <= NameLengthMax } and not ("." or "..")
        && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '.' or '_');

    /// <inheritdoc/>
    public override string ToString() => $"{Scheme}{Principal}";
}
