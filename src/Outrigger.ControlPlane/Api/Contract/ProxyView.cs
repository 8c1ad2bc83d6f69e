namespace Outrigger.ControlPlane.Api.Contract;

/// <summary>One connected proxy.</summary>
/// <param name="Id">Its node id.</param>
/// <param name="Variant"><c>Delta</c> or <c>StateOfTheWorld</c>.</param>
/// <param name="ConnectedSince">When its stream began.</param>
/// <param name="Version">The newest version of the configuration that it has answered; null while it has
/// answered none.</param>
/// <param name="Types">Its state for each type of resource that it asked for.</param>
public sealed record ProxyView(
    string Id, string Variant, DateTimeOffset ConnectedSince, long? Version, IReadOnlyList<ProxyTypeView> Types);
