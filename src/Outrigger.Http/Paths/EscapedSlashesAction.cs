namespace Outrigger.Http.Paths;

/// <summary>
/// What to do with escaped slashes (<c>%2F</c>, <c>%5C</c>) in a path: the values of Envoy's
/// <c>path_with_escaped_slashes_action</c>.
/// </summary>
public enum EscapedSlashesAction : byte
{
    /// <summary>Leave them as they are.</summary>
    KeepUnchanged = 0,

    /// <summary>Refuse the request with 400.</summary>
    RejectRequest = 1,

    /// <summary>Unescape, and send the client to the new path with 307.</summary>
    UnescapeAndRedirect = 2,

    /// <summary>Unescape, and go on with the new path.</summary>
    UnescapeAndForward = 3,
}
