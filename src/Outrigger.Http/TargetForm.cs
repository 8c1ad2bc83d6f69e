namespace Outrigger.Http;

/// <summary>The four forms of a request target (RFC 9112 section 3.2).</summary>
public enum TargetForm : byte
{
    /// <summary><c>/path?query</c>.</summary>
    Origin = 0,

    /// <summary><c>http://authority/path?query</c>, as sent to a forward proxy.</summary>
    Absolute = 1,

    /// <summary><c>host:port</c>, only with CONNECT.</summary>
    Authority = 2,

    /// <summary><c>*</c>, only with OPTIONS.</summary>
    Asterisk = 3,
}
