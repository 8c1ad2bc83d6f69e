namespace Outrigger.Discovery.Naming;

/// <summary>
/// The rules by which Istio reads hosts in its resources: short names belong to the namespace of the object
/// that names them, and a leading <c>*</c> stands for any prefix.
/// </summary>
public static class HostName
{
    /// <summary>
    /// A host without a dot becomes <c>host.namespace.svc.domain</c>; dotted names, addresses and wildcards
    /// stay.
    /// </summary>
    /// <param name="host">The host as written in the resource.</param>
    /// <param name="objectNamespace">The namespace of the resource that names it.</param>
    /// <param name="domain">The cluster's domain suffix, usually <c>cluster.local</c>.</param>
    public static string Resolve(string host, string objectNamespace, string domain) =>
        host.Contains('.') || host.Contains(':') || IsWildcard(host) || host.Length == 0
            ? host.ToLowerInvariant()
            : $"{host.ToLowerInvariant()}.{objectNamespace}.svc.{domain}";

    /// <summary>The host that Kubernetes DNS gives to a Service.</summary>
    public static string OfService(string name, string objectNamespace, string domain) =>
        $"{name}.{objectNamespace}.svc.{domain}";

    /// <summary>True for <c>*</c>, <c>*.example.com</c> and Istio's <c>*suffix</c>.</summary>
    public static bool IsWildcard(string host) => host.Length > 0 && host[0] == '*';

    /// <summary>
    /// True when every name that <paramref name="host"/> stands for is also one of <paramref
    /// name="pattern"/>'s.
    /// </summary>
    public static bool Covers(string pattern, string host)
    {
        if (!IsWildcard(pattern)) return string.Equals(pattern, host, StringComparison.OrdinalIgnoreCase);
        var suffix = pattern.AsSpan(1);
        var rest = IsWildcard(host) ? host.AsSpan(1) : host.AsSpan();
        return rest.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)
            && (IsWildcard(host) || suffix.Length == 0 || rest.Length > suffix.Length);
    }

    /// <summary>
    /// The names that both hosts stand for, written as a host: the narrower of the two, or null when they
    /// share none.
    /// </summary>
    public static string? Intersect(string left, string right)
    {
        if (Covers(left, right)) return right;
        return Covers(right, left) ? left : null;
    }
}
