namespace Outrigger.Local.Supervision;

/// <summary>Whether a process that ended is started again.</summary>
public enum RestartPolicy
{
    /// <summary>Always, with back-off.</summary>
    Always,

    /// <summary>Never: its end is shown and left at that.</summary>
    Never,
}
