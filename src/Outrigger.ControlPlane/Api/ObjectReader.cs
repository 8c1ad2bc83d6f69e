using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Outrigger.ControlPlane.Api.Contract;
using Outrigger.ControlPlane.Configuration;
using Outrigger.ControlPlane.Push;
using Outrigger.Discovery.Registry;
using Outrigger.Resources;
using Outrigger.Resources.Kubernetes.EndpointSlices;
using Endpoint = Outrigger.Resources.Kubernetes.EndpointSlices.Endpoint;
using Outrigger.Resources.Kubernetes.Pods;
using Outrigger.Resources.Kubernetes.Services;

namespace Outrigger.ControlPlane.Api;

/// <summary>Shows objects, with what the mesh thinks of them, and endpoints.</summary>
internal sealed class ObjectReader(PushScheduler scheduler, MeshConfiguration configuration)
{
    /// <summary>The annotations under which an object's verdict and messages are shown.</summary>
    private const string VerdictAnnotation = "outrigger.dev/verdict";
    private const string MessagesAnnotation = "outrigger.dev/messages";

    /// <summary>A Kubernetes list of the objects of a kind, or one object.</summary>
    public IResult List(string kindName, string? objectNamespace, string? name)
    {
        if (ResourceKinds.Find(kindName) is not { } kind)
            return Refused(StatusCodes.Status404NotFound, $"the mesh knows no kind '{kindName}'");
        var found = configuration.Store.Current.List(kind)
            .Where(item => objectNamespace is null || !kind.IsNamespaced || item.Namespace == objectNamespace)
            .Where(item => name is null || item.Name == name)
            .ToList();
        if (name is null)
        {
            return Json(new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "List",
                ["items"] = new JsonArray([.. found.Select(Show)]),
            });
        }
        return found.Count == 0
            ? Refused(
                StatusCodes.Status404NotFound,
                $"there is no {new ResourceKey(kind.Name, objectNamespace ?? "", name)}")
            : Json(Show(found[0]));
    }

    /// <summary>Every endpoint of a service, also those that take no connections now.</summary>
    public IResult Endpoints(string objectNamespace, string serviceName)
    {
        var state = scheduler.Current;
        var service = state.Mesh.Services.FirstOrDefault(candidate =>
            candidate.Host == serviceName
            || (candidate.Name == serviceName && candidate.Namespace == objectNamespace));
        if (service is null)
            return Refused(StatusCodes.Status404NotFound, $"there is no Service {objectNamespace}/{serviceName}");
        var endpoints = service.IsKubernetes
            ? SliceEndpoints(state, service)
            : service.Ports.SelectMany(port => state.Mesh.EndpointsOf(service, port.Number)
                .Select(endpoint => Ready(port.Number, endpoint)));
        return Results.Json(endpoints.ToList(), ApiJson.Options);
    }

    private static EndpointView Ready(int port, MeshEndpoint endpoint) => new(
        port, $"{endpoint.Address}:{endpoint.Port}", endpoint.WorkloadName, endpoint.Labels, "ready");

    private static IEnumerable<EndpointView> SliceEndpoints(MeshState state, MeshService service)
    {
        foreach (var slice in state.Accepted.List<EndpointSlice>(service.Namespace))
        {
            if (!slice.Labels.TryGetValue("kubernetes.io/service-name", out var owner)
                || owner != service.Name) continue;
            foreach (var port in service.Ports)
            {
                if (slice.Spec.Ports.FirstOrDefault(p => (p.Name ?? "") == port.Name)?.Port is not { } target) continue;
                foreach (var endpoint in slice.Spec.Endpoints)
                {
                    var workload = endpoint.TargetRef?.Name ?? "";
                    var labels = state.Accepted.Find<PodSpec>(service.Namespace, workload)?.Labels
                        ?? MeshEndpoint.EmptyLabels;
                    foreach (var address in endpoint.Addresses)
                    {
                        yield return new EndpointView(
                            port.Number, $"{address}:{target}", workload, labels, Health(endpoint));
                    }
                }
            }
        }
    }

    private static string Health(Endpoint endpoint)
    {
        if (endpoint.Conditions?.Terminating == true) return "terminating";
        return endpoint.Conditions?.Ready == false ? "not ready" : "ready";
    }

    /// <summary>
    /// The object as its sources gave it, with its address if it is a Service, and with its verdict.
    /// </summary>
    private JsonNode Show(ResourceObject resource)
    {
        var state = scheduler.Current;
        var completed = resource is ResourceObject<ServiceSpec>
            ? state.Accepted.Find(resource.Key) ?? resource
            : resource;
        var json = JsonNode.Parse(ResourceWriter.ToJson(completed))!.AsObject();
        if (!state.Analysis.Verdicts.TryGetValue(resource.Key, out var verdict)) return json;
        var metadata = json["metadata"]!.AsObject();
        if (metadata["annotations"] is not JsonObject annotations) metadata["annotations"] = annotations = [];
        annotations[VerdictAnnotation] = ObjectWriter.VerdictName(verdict.Verdict);
        if (verdict.Messages.Count > 0)
            annotations[MessagesAnnotation] = string.Join('\n', verdict.Messages.Select(DiagnosticView.Of));
        return json;
    }

    private static IResult Json(JsonNode node) =>
        Results.Text(node.ToJsonString(ApiJson.Options), "application/json");

    private static IResult Refused(int status, string message) =>
        Results.Json(new Refusal(message, []), ApiJson.Options, statusCode: status);
}
