using System.Globalization;
using Outrigger.Local.Pods;
using Outrigger.Resources.Kubernetes.Pods;

namespace Outrigger.Local.Sidecars;

/// <summary>
/// The mesh's ingress gateway: a proxy without an application, with the names that Istio gives to its own.
/// </summary>
internal static class IngressGateway
{
    /// <summary>The namespace of the mesh's own pods.</summary>
    public const string Namespace = "istio-system";

    private const string Name = "istio-ingressgateway";

    // The pod belongs to no template that could change; the text fills the place in the name.
    private const string TemplateHash = "local";

    /// <summary>The pod.</summary>
    public static PodPlan Plan(int httpPort) => new()
    {
        Name = $"{Name}-{TemplateHash}",
        Namespace = Namespace,
        Deployment = Name,
        TemplateHash = TemplateHash,
        Labels = new Dictionary<string, string>
        {
            ["app"] = Name,
            ["istio"] = "ingressgateway",
        },
        Spec = new PodSpec
        {
            ServiceAccountName = $"{Name}-service-account",
            Containers =
            [
                new Container
                {
                    Name = "istio-proxy",
                    Image = "outrigger-proxy",
                    Ports = [new ContainerPort { Name = "http", Port = httpPort, Protocol = "TCP" }],
                },
            ],
        },
        Ports = [httpPort],
    };

    /// <summary>
    /// The YAML of what the gateway needs to be found: its namespace, and its Service, whose ports 80 and
    /// 8080 (the two that published Gateways use) both lead to the one port that the machine's user chose.
    /// </summary>
    public static string ToYaml(int httpPort) => string.Create(CultureInfo.InvariantCulture, $"""
        apiVersion: v1
        kind: Namespace
        metadata:
          name: {Namespace}
        ---
        apiVersion: v1
        kind: Service
        metadata:
          name: {Name}
          namespace: {Namespace}
          labels:
            app: {Name}
            istio: ingressgateway
        spec:
          type: LoadBalancer
          selector:
            app: {Name}
            istio: ingressgateway
          ports:
          - name: http
            port: 80
            targetPort: {httpPort}
          - name: http-alt
            port: 8080
            targetPort: {httpPort}

        """);
}
