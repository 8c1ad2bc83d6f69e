using Outrigger.Proxy.Logging;

namespace Outrigger.Proxy.Bootstrap;

/// <summary>What the program does.</summary>
internal enum ProxyMode : byte
{
    /// <summary>It serves.</summary>
    Serve,

    /// <summary>It checks its configuration and ends.</summary>
    Validate,
}

/// <summary>What the command line says.</summary>
internal sealed record ProxyOptions
{
    /// <summary>The bootstrap file, or null.</summary>
    public string? ConfigPath { get; init; }

    /// <summary>The bootstrap itself as text, or null. It is merged over the file.</summary>
    public string? ConfigYaml { get; init; }

    /// <summary>What the program does.</summary>
    public ProxyMode Mode { get; init; }

    /// <summary>How many workers there are; 1 or more.</summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>The least important level that is logged.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Info;

    /// <summary>
    /// The directory in which the last accepted resources are kept, or null: they are not kept.
    /// </summary>
    public string? StateDirectory { get; init; }

    /// <summary>
    /// How long connections may go on after a SIGTERM or the end of their listener, in seconds.
    /// </summary>
    public int DrainTimeSeconds { get; init; } = 600;
}
