namespace Outrigger.ControlPlane.Tests.Support;

/// <summary>
/// The YAML of a small mesh: a client calls the service reviews, of which there are two versions.
/// </summary>
internal static class Meshes
{
    public const string Services = """
        apiVersion: v1
        kind: Service
        metadata:
          name: reviews
        spec:
          selector: {app: reviews}
          ports:
          - {name: http, port: 9080}
        ---
        apiVersion: v1
        kind: Service
        metadata:
          name: ratings
        spec:
          selector: {app: ratings}
          ports:
          - {name: http, port: 9080}
        """;

    public const string Subsets = """
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata:
          name: reviews
        spec:
          host: reviews
          subsets:
          - {name: v1, labels: {version: v1}}
          - {name: v2, labels: {version: v2}}
        """;

    /// <summary>All requests for reviews go to one subset.</summary>
    public static string RouteTo(string subset) => $$"""
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata:
          name: reviews
        spec:
          hosts: [reviews]
          http:
          - route:
            - destination: {host: reviews, subset: {{subset}}}
        """;

    /// <summary>What the local runtime reports of one pod of reviews for each address.</summary>
    public static string Runtime(params (string Address, bool Ready)[] pods) => string.Join("\n---\n",
    [
        .. pods.Select((pod, index) => $$"""
            apiVersion: v1
            kind: Pod
            metadata:
              name: reviews-{{index + 1}}
              labels: {app: reviews, version: v{{index + 1}}}
            spec:
              containers:
              - {name: reviews, ports: [{containerPort: 9080}]}
            status:
              phase: Running
              podIP: {{pod.Address}}
              containerStatuses:
              - {name: reviews, ready: {{Truth(pod.Ready)}}, restartCount: {{index}}}
            """),
        $$"""
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: reviews-local
              labels: {kubernetes.io/service-name: reviews}
            addressType: IPv4
            ports:
            - {name: http, port: 9080, protocol: TCP}
            endpoints: [{{string.Join(", ", pods.Select(EndpointOf))}}]
            """,
    ]);

    private static string Truth(bool value) => value ? "true" : "false";

    private static string EndpointOf((string Address, bool Ready) pod, int index) =>
        $"{{addresses: [{pod.Address}], conditions: {{ready: {Truth(pod.Ready)}}}, "
        + $"targetRef: {{kind: Pod, name: reviews-{index + 1}}}}}";
}
