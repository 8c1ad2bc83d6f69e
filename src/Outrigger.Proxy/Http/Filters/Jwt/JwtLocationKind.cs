namespace Outrigger.Proxy.Http.Filters.Jwt;

/// <summary>Where in a request a token may be.</summary>
internal enum JwtLocationKind : byte
{
    /// <summary>A header.</summary>
    Header,

    /// <summary>A parameter of the query.</summary>
    Parameter,

    /// <summary>A cookie.</summary>
    Cookie,
}
