namespace Outrigger.Http;

/// <summary>
/// The methods that have a meaning for a proxy or are common; any other token is <see cref="Other"/>.
/// </summary>
public enum RequestMethod : byte
{
    /// <summary>A method without a number; its bytes tell.</summary>
    Other = 0,

    /// <summary>GET.</summary>
    Get,

    /// <summary>HEAD: its response never has content.</summary>
    Head,

    /// <summary>POST.</summary>
    Post,

    /// <summary>PUT.</summary>
    Put,

    /// <summary>DELETE.</summary>
    Delete,

    /// <summary>CONNECT: a tunnel.</summary>
    Connect,

    /// <summary>OPTIONS.</summary>
    Options,

    /// <summary>TRACE.</summary>
    Trace,

    /// <summary>PATCH (RFC 5789).</summary>
    Patch,
}
