namespace Outrigger.Bench;

/// <summary>One peer's figures: medians over the rounds.</summary>
internal sealed record PeerResult
{
    public required string Name { get; init; }

    public required string Version { get; init; }

    public required string Remark { get; init; }

    public required double RequestsPerSecond { get; init; }

    public required double UserMicroseconds { get; init; }

    public required double SystemMicroseconds { get; init; }

    public required double P50Ms { get; init; }

    public required double P99Ms { get; init; }

    /// <summary>Resident memory before the first request.</summary>
    public required double IdleMegabytes { get; init; }

    /// <summary>Resident memory after the last round.</summary>
    public required double LoadedMegabytes { get; init; }

    public required long Requests { get; init; }

    public required long Failures { get; init; }

    public double TotalMicroseconds => UserMicroseconds + SystemMicroseconds;
}
