namespace Outrigger.Http.Paths;

/// <summary>What became of a path.</summary>
public enum PathNormalizationResult : byte
{
    /// <summary>It was normal already; nothing was written.</summary>
    Unchanged = 0,

    /// <summary>The new path was written; go on with it.</summary>
    Changed = 1,

    /// <summary>The new path was written; send the client there.</summary>
    Redirect = 2,

    /// <summary>The path is not acceptable: a forbidden escaped slash or an escaped NUL.</summary>
    Rejected = 3,
}
