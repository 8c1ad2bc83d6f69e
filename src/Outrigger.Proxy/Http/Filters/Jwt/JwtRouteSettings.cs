namespace Outrigger.Proxy.Http.Filters.Jwt;

/// <summary>What a route says instead of the filter's rules. Immutable.</summary>
/// <param name="RequirementName">A requirement of the filter's; null when the route needs no token.</param>
internal sealed record JwtRouteSettings(string? RequirementName);
