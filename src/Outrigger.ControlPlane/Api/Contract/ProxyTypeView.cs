namespace Outrigger.ControlPlane.Api.Contract;

/// <summary>A proxy's state for one type of resource.</summary>
/// <param name="Type">The type's short name: <c>CDS</c>, <c>EDS</c>, <c>LDS</c> or <c>RDS</c>.</param>
/// <param name="State">
/// <c>NotSent</c>, <c>Synced</c>, <c>Stale</c> (sent and not answered) or <c>Error</c>.
/// </param>
/// <param name="Resources">How many resources it holds.</param>
/// <param name="Rejection">What it said when it refused some; else null.</param>
public sealed record ProxyTypeView(string Type, string State, int Resources, string? Rejection);
