namespace Outrigger.Discovery.Security.Authorization;

/// <summary>
/// The trust domains whose identities count as the mesh's own. A principal of a policy that names one of them stands
/// for the same workload of all, and so does one of <c>cluster.local</c>, as in Istio.
/// </summary>
/// <param name="trustDomain">The mesh's own.</param>
/// <param name="aliases">The others.</param>
internal sealed class TrustDomainAliases(string trustDomain, IReadOnlyList<string> aliases)
{
    private const string LocalDomain = "cluster.local";

    private readonly string[] _domains = [trustDomain, .. aliases];

    /// <summary>The principals with those that they stand for, each once.</summary>
    public IReadOnlyList<string> Expand(IReadOnlyList<string> principals) => [.. principals.SelectMany(Expand)];

    private IEnumerable<string> Expand(string principal)
    {
        // Anything but TD/ns/NS/sa/SA says nothing of trust domains, nor does */ns/NS/sa/SA.
        var parts = principal.Split('/');
        if (parts.Length != 5 || parts[0] == "*") return [principal];
        var domain = parts[0];
        if (domain != LocalDomain && !_domains.Any(each => Covers(domain, each))) return [principal];
        var workload = principal[domain.Length..];
        return _domains.Select(each => Covers(domain, each) && domain.StartsWith('*') ? principal : each + workload)
            .Distinct(StringComparer.Ordinal);
    }

    private static bool Covers(string pattern, string domain)
    {
        if (pattern.StartsWith('*')) return domain.EndsWith(pattern[1..], StringComparison.Ordinal);
        return pattern.EndsWith('*')
            ? domain.StartsWith(pattern[..^1], StringComparison.Ordinal)
            : domain == pattern;
    }
}
