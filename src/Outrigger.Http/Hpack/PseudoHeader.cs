namespace Outrigger.Http.Hpack;

/// <summary>The fields whose names start with a colon (RFC 9113 section 8.3, RFC 8441 section 4).</summary>
public enum PseudoHeader : byte
{
    /// <summary>An ordinary field.</summary>
    None = 0,

    /// <summary><c>:authority</c>.</summary>
    Authority = 1,

    /// <summary><c>:method</c>.</summary>
    Method = 2,

    /// <summary><c>:path</c>.</summary>
    Path = 3,

    /// <summary><c>:scheme</c>.</summary>
    Scheme = 4,

    /// <summary><c>:status</c>.</summary>
    Status = 5,

    /// <summary><c>:protocol</c>.</summary>
    Protocol = 6,

    /// <summary>Any other name that starts with a colon; never valid.</summary>
    Unknown = 7,
}
