namespace Outrigger.ControlPlane.Api.Contract;

/// <summary>The answer to an apply or a delete.</summary>
/// <param name="Version">The version of the configuration that holds the change.</param>
/// <param name="Objects">What became of each object.</param>
/// <param name="Sync">How far the proxies are; null unless the caller asked to wait.</param>
public sealed record ApplyResult(long Version, IReadOnlyList<AppliedObject> Objects, SyncView? Sync);
