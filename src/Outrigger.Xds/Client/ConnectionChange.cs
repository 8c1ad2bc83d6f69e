namespace Outrigger.Xds.Client;

/// <summary>A change of the connection to the server.</summary>
/// <param name="State">The state now.</param>
/// <param name="Reason">Why a stream ended, in one sentence; null when connected.</param>
/// <param name="RetryIn">How long the client waits before it tries again; null when connected.</param>
public sealed record ConnectionChange(ConnectionState State, string? Reason, TimeSpan? RetryIn);
