using Outrigger.Routing.Matching;
using Outrigger.Routing.Routes;

namespace Outrigger.Routing.Explanation;

/// <summary>A decision, and how it came about.</summary>
public sealed class RouteExplanation
{
    private RouteExplanation(RouteDecision decision, ExplanationTrace trace)
    {
        Decision = decision;
        Domain = trace.Domain;
        Routes = trace.Routes;
    }

    /// <summary>The decision: exactly the one that live traffic gets.</summary>
    public RouteDecision Decision { get; }

    /// <summary>Which kind of domain of the virtual host matched the request's host.</summary>
    public DomainMatchKind Domain { get; }

    /// <summary>The routes that were tried, in order; when one was chosen, it is the last.</summary>
    public IReadOnlyList<ConsideredRoute> Routes { get; }

    /// <summary>Decides about one request, as <see cref="RouteTable"/> does, and keeps how.</summary>
    /// <typeparam name="TRequest">The view.</typeparam>
    /// <param name="table">The table.</param>
    /// <param name="request">The request.</param>
    /// <param name="random">A generator, for weights and fractions.</param>
    public static RouteExplanation Of<TRequest>(RouteTable table, in TRequest request, ref RandomState random)
        where TRequest : struct, IRequestView, allows ref struct
    {
        ArgumentNullException.ThrowIfNull(table);
        var trace = new ExplanationTrace();
        var watcher = new TraceWatcher(trace);
        RouteDecision decision = table.Match(in request, ref random, ref watcher);
        return new RouteExplanation(decision, trace);
    }

    /// <summary>What a watcher has seen so far.</summary>
    private sealed class ExplanationTrace
    {
        internal DomainMatchKind Domain { get; set; }

        internal List<ConsideredRoute> Routes { get; } = [];
    }

    private readonly struct TraceWatcher(ExplanationTrace trace) : IRouteTrace
    {
        public void OnVirtualHost(VirtualHostEntry? virtualHost, DomainMatchKind domain) =>
            trace.Domain = domain;

        public void OnTlsRequired(VirtualHostEntry virtualHost)
        {
            // The decision itself says so: no route was tried.
        }

        public void OnRoute(RouteEntry route, RouteMiss miss, int conditionIndex) =>
            trace.Routes.Add(new ConsideredRoute(route, miss, conditionIndex));
    }
}
