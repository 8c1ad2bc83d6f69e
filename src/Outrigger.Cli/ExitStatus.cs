namespace Outrigger.Cli;

/// <summary>What the command's exit status means to a script.</summary>
internal static class ExitStatus
{
    /// <summary>Everything was done.</summary>
    public const int Success = 0;

    /// <summary>The mesh refused, or it could not be done.</summary>
    public const int Failure = 1;

    /// <summary>The command was called wrongly; nothing was tried.</summary>
    public const int Usage = 2;

    /// <summary>It was done, but some proxies had not acknowledged it when the time was up.</summary>
    public const int NotSynced = 3;

    /// <summary>The command was interrupted, as shells report SIGINT.</summary>
    public const int Interrupted = 130;
}
