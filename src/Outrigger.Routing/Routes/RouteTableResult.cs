using Outrigger.Routing.Compilation;

namespace Outrigger.Routing.Routes;

/// <summary>What became of a route configuration.</summary>
/// <param name="Table">The table; null when there are errors.</param>
/// <param name="Errors">Every mistake, in the order of the fields.</param>
/// <param name="Unimplemented">Fields that are set and that decisions do not follow.</param>
public sealed record RouteTableResult(
    RouteTable? Table,
    IReadOnlyList<ConfigurationError> Errors,
    IReadOnlyList<UnimplementedField> Unimplemented);
