using Envoy.Config.Core.V3;
using Outrigger.Routing.Actions;
using Outrigger.Routing.Matching;
using Outrigger.Routing.Mutations;

namespace Outrigger.Routing.Routes;

/// <summary>
/// One compiled route: <c>envoy.config.route.v3.Route</c>. Immutable; shared by all workers.
/// </summary>
public sealed class RouteEntry
{
    internal RouteEntry(int index, string name, RouteCondition condition)
    {
        Index = index;
        Name = name;
        Condition = condition;
    }

    /// <summary>The place among all routes of the table, from 0; for the owner's own data by route.</summary>
    public int Index { get; }

    /// <summary>The route's name; may be empty.</summary>
    public string Name { get; }

    /// <summary>What a request must look like.</summary>
    public RouteCondition Condition { get; }

    /// <summary>What is done: exactly this one kind of action.</summary>
    public RouteDecisionKind Kind { get; internal init; }

    /// <summary>Where the request goes; null unless it is forwarded.</summary>
    public ForwardAction? Forward { get; internal init; }

    /// <summary>The redirect; null unless it is one.</summary>
    public RedirectResponse? Redirect { get; internal init; }

    /// <summary>The answer; null unless it is given here.</summary>
    public DirectResponse? DirectResponse { get; internal init; }

    /// <summary>What happens to the request's headers, of all levels down to the route.</summary>
    public HeaderMutationPlan RequestMutations { get; internal init; } = HeaderMutationPlan.None;

    /// <summary>What happens to the response's headers, of all levels down to the route.</summary>
    public HeaderMutationPlan ResponseMutations { get; internal init; } = HeaderMutationPlan.None;

    /// <summary>The settings of filters, by filter name: the route's, else the virtual host's.</summary>
    public FilterConfigs FilterConfigs { get; internal init; } = FilterConfigs.Empty;

    /// <summary>The name of the operation, for traces; empty for none.</summary>
    public string DecoratorOperation { get; internal init; } = "";

    /// <summary>Whether the name of the operation is passed on to the upstream.</summary>
    public bool PropagatesDecorator { get; internal init; }

    /// <summary>Data for filters and access logs; null for none.</summary>
    public Metadata? Metadata { get; internal init; }
}
