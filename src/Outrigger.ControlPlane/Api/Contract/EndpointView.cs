namespace Outrigger.ControlPlane.Api.Contract;

/// <summary>One endpoint of a service port.</summary>
/// <param name="Port">The service port's number.</param>
/// <param name="Address">Where it is served, as <c>ip:port</c>.</param>
/// <param name="Workload">The pod or workload entry; empty when unknown.</param>
/// <param name="Labels">The workload's labels.</param>
/// <param name="Health"><c>ready</c>, <c>not ready</c> or <c>terminating</c>.</param>
public sealed record EndpointView(
    int Port, string Address, string Workload, IReadOnlyDictionary<string, string> Labels, string Health);
