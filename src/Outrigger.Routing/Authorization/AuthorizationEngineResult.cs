using Outrigger.Routing.Compilation;

namespace Outrigger.Routing.Authorization;

/// <summary>What became of authorization rules.</summary>
/// <param name="Engine">The engine; null when there are errors.</param>
/// <param name="Errors">Every mistake, in the order of the policies.</param>
/// <param name="Unimplemented">Fields that are set and that decisions do not follow.</param>
public sealed record AuthorizationEngineResult(
    AuthorizationEngine? Engine,
    IReadOnlyList<ConfigurationError> Errors,
    IReadOnlyList<UnimplementedField> Unimplemented);
