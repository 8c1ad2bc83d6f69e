namespace Outrigger.ControlPlane.Api.Contract;

/// <summary>A proxy's refusal.</summary>
/// <param name="Proxy">The proxy's node id.</param>
/// <param name="Type">The type of the resources, for example <c>CDS</c>.</param>
/// <param name="Message">What the proxy said.</param>
public sealed record RejectionView(string Proxy, string Type, string Message);
