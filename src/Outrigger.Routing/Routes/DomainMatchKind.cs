namespace Outrigger.Routing.Routes;

/// <summary>How a virtual host's domain matches a host, from the one that is tried first.</summary>
public enum DomainMatchKind
{
    /// <summary>No domain matches.</summary>
    None,

    /// <summary><c>www.example.com</c>.</summary>
    Exact,

    /// <summary><c>*.example.com</c> or <c>*-live.example.com</c>; the longest is tried first.</summary>
    SuffixWildcard,

    /// <summary><c>www.example.*</c>; the longest is tried first.</summary>
    PrefixWildcard,

    /// <summary><c>*</c>.</summary>
    Any,
}
