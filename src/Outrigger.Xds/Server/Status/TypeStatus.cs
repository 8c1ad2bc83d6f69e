namespace Outrigger.Xds.Server.Status;

/// <summary>How one client stands to one type. Immutable.</summary>
public sealed record TypeStatus
{
    /// <summary>The type.</summary>
    public required TypeUrl Type { get; init; }

    /// <summary>The state in one word.</summary>
    public required SyncState State { get; init; }

    /// <summary>The version last sent; empty for none.</summary>
    public required string SentVersion { get; init; }

    /// <summary>The nonce last sent; empty for none.</summary>
    public required string SentNonce { get; init; }

    /// <summary>The version last accepted; empty for none.</summary>
    public required string AcceptedVersion { get; init; }

    /// <summary>The version rejected, if the client's last answer was a rejection, else null.</summary>
    public string? RejectedVersion { get; init; }

    /// <summary>The client's own message about the rejection, else null.</summary>
    public string? RejectionDetail { get; init; }

    /// <summary>Whether the client asked for everything.</summary>
    public required bool IsWildcard { get; init; }

    /// <summary>How many names the client asked for.</summary>
    public required int NameCount { get; init; }

    /// <summary>How many resources the client was sent and still has.</summary>
    public required int ResourceCount { get; init; }
}
