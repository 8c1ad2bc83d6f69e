using Outrigger.Routing.Matching;

namespace Outrigger.Proxy.Http.Filters.Jwt;

/// <summary>Which requests need which tokens; the first rule that matches a request decides. Immutable.</summary>
/// <param name="Condition">Which requests.</param>
/// <param name="Requirement">Which tokens.</param>
internal sealed record JwtRule(RouteCondition Condition, JwtRequirementModel Requirement);
