using Outrigger.Routing.Matching;
using Outrigger.Routing.Routes;

namespace Outrigger.Routing.Explanation;

/// <summary>A route that was tried, and what came of it.</summary>
/// <param name="Route">The route.</param>
/// <param name="Miss">The first condition that failed; none when the route was chosen.</param>
/// <param name="ConditionIndex">The place of the header or parameter that failed, from 0.</param>
public sealed record ConsideredRoute(RouteEntry Route, RouteMiss Miss, int ConditionIndex)
{
    /// <summary>
    /// What the failed condition asks for; for a chosen route, what all of its conditions ask for.
    /// </summary>
    public string Condition
    {
        get
        {
            RouteCondition condition = Route.Condition;
            return Miss switch
            {
                RouteMiss.Path => condition.Path.ToString(),
                RouteMiss.Grpc => "a gRPC request",
                RouteMiss.Header => condition.Headers[ConditionIndex].ToString(),
                RouteMiss.QueryParameter => condition.QueryParameters[ConditionIndex].ToString(),
                RouteMiss.Metadata => condition.Metadata[ConditionIndex].ToString(),
                RouteMiss.RuntimeFraction =>
                    $"one of {condition.Fraction!.Numerator} in {condition.Fraction.Denominator} requests",
                _ => condition.ToString(),
            };
        }
    }

    /// <summary>One line: the route's name, and whether and why it missed.</summary>
    public override string ToString()
    {
        string name = Route.Name.Length > 0 ? Route.Name : $"route {Route.Index}";
        return $"{name} {(Miss == RouteMiss.None ? "matches:" : "misses: expected")} {Condition}";
    }
}
