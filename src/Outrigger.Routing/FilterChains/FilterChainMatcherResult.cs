using Outrigger.Routing.Compilation;

namespace Outrigger.Routing.FilterChains;

/// <summary>What became of the filter chains of a listener.</summary>
/// <param name="Matcher">The matcher; null when there are errors.</param>
/// <param name="Errors">Every mistake, in the order of the fields.</param>
/// <param name="Unimplemented">Fields that are set and that the choice does not follow.</param>
public sealed record FilterChainMatcherResult(
    FilterChainMatcher? Matcher,
    IReadOnlyList<ConfigurationError> Errors,
    IReadOnlyList<UnimplementedField> Unimplemented);
