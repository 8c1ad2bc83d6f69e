namespace Outrigger.Bench;

/// <summary>What every peer balances between.</summary>
/// <param name="Backends">Addresses as <c>ip:port</c>.</param>
/// <param name="Host">The host name that requests carry and that a route must match.</param>
internal sealed record BenchTargets(IReadOnlyList<string> Backends, string Host);
