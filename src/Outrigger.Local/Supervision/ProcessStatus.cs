namespace Outrigger.Local.Supervision;

/// <summary>Where a supervised process is in its life.</summary>
internal enum ProcessPhase
{
    /// <summary>It runs.</summary>
    Running,

    /// <summary>It ended and waits to be started again.</summary>
    BackOff,

    /// <summary>It was stopped, or is not to be started again.</summary>
    Stopped,
}

/// <summary>A supervised process at one moment.</summary>
/// <param name="Phase">Where it is in its life.</param>
/// <param name="ProcessId">The id while it runs, else null.</param>
/// <param name="RestartCount">How often it was started again.</param>
/// <param name="LastExitStatus">How it last ended; null before it ever has.</param>
/// <param name="StartedAt">When it was last started.</param>
internal sealed record ProcessStatus(
    ProcessPhase Phase, int? ProcessId, int RestartCount, int? LastExitStatus, DateTimeOffset StartedAt);
