namespace Outrigger.Discovery.Registry;

/// <summary>A port of a workload on which some service reaches it.</summary>
/// <param name="TargetPort">The application's port.</param>
/// <param name="Protocol">What the service says that it speaks.</param>
/// <param name="Service">The service that reaches it; the first by host if there are several.</param>
/// <param name="ServicePort">That service's port.</param>
public sealed record InboundPort(int TargetPort, Protocol Protocol, MeshService Service, MeshServicePort ServicePort);
