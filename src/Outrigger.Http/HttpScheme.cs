namespace Outrigger.Http;

/// <summary>The scheme of the target URI (RFC 9110 section 4.2); the two that a proxy forwards.</summary>
public enum HttpScheme : byte
{
    /// <summary>http.</summary>
    Http = 0,

    /// <summary>https.</summary>
    Https = 1,
}
