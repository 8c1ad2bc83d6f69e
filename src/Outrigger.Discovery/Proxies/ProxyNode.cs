using Envoy.Config.Core.V3;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Identity;

namespace Outrigger.Discovery.Proxies;

/// <summary>
/// What a proxy says of itself in its xDS node: Istio's node id
/// (<c>sidecar~IP~pod.namespace~namespace.svc.domain</c>) and metadata. Everything generated for a proxy
/// depends on this and on the snapshot, and on nothing else.
/// </summary>
public sealed class ProxyNode
{
    /// <summary>
    /// The port of the HTTP proxy that applications call in mode NONE, when the node names no other.
    /// </summary>
    public const int DefaultHttpProxyPort = 15080;

    /// <summary>The whole node id.</summary>
    public required string Id { get; init; }

    /// <summary>Sidecar or gateway.</summary>
    public required ProxyType Type { get; init; }

    /// <summary>The workload's IP address.</summary>
    public required string Address { get; init; }

    /// <summary>The pod's name.</summary>
    public required string Name { get; init; }

    /// <summary>The workload's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The cluster's domain suffix, usually <c>cluster.local</c>.</summary>
    public required string Domain { get; init; }

    /// <summary>
    /// The workload's service account as the proxy says (metadata <c>SERVICE_ACCOUNT</c>); empty when it says none.
    /// </summary>
    public string ServiceAccount { get; init; } = "";

    /// <summary>
    /// Who the proxy has proved to be by its certificate; its namespace and service account are those of this node.
    /// Null over clear text, where nobody proves anything: whatever is secret is for proxies that have one.
    /// </summary>
    public SpiffeId? VerifiedIdentity { get; init; }

    /// <summary>The workload's labels (metadata <c>LABELS</c>).</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>How traffic reaches the sidecar.</summary>
    public InterceptionMode Interception { get; init; }

    /// <summary>Mode NONE: the port of the HTTP proxy for the application's outbound calls.</summary>
    public int HttpProxyPort { get; init; } = DefaultHttpProxyPort;

    /// <summary>Mode NONE: the IP address on which the application itself listens.</summary>
    public string ApplicationAddress { get; init; } = "127.0.0.1";

    /// <summary>Reads a node.</summary>
    /// <param name="node">The node as the proxy sent it.</param>
    /// <param name="proxy">The result, or null.</param>
    /// <param name="error">One sentence that says what is wrong with the node, or null.</param>
    /// <param name="verifiedIdentity">Who the proxy has proved to be; null for nobody.</param>
    public static bool TryParse(
        Node node, out ProxyNode? proxy, out string? error, SpiffeId? verifiedIdentity = null)
    {
        proxy = null;
        var parts = node.Id.Split('~');
        if (parts.Length != 4)
        {
            error = $"node id '{node.Id}' is not of the form type~ip~name.namespace~namespace.svc.domain";
            return false;
        }
        if (ParseType(parts[0]) is not { } type)
        {
            error = $"node id '{node.Id}' has the proxy type '{parts[0]}'; expected sidecar or router";
            return false;
        }
        if (!System.Net.IPAddress.TryParse(parts[1], out _))
        {
            error = $"node id '{node.Id}' has '{parts[1]}' where an IP address is expected";
            return false;
        }
        error = null;
        proxy = Read(node, type, parts, verifiedIdentity);
        return true;
    }

    private static ProxyNode Read(Node node, ProxyType type, string[] parts, SpiffeId? verifiedIdentity)
    {
        var metadata = node.Metadata ?? new Struct();
        var dot = parts[2].LastIndexOf('.');
        var name = dot < 0 ? parts[2] : parts[2][..dot];
        var objectNamespace = Text(metadata, "NAMESPACE") ?? (dot < 0 ? "default" : parts[2][(dot + 1)..]);
        var suffix = parts[3].IndexOf(".svc.", StringComparison.Ordinal);
        return new ProxyNode
        {
            Id = node.Id,
            Type = type == ProxyType.Sidecar && Text(metadata, "GENERATOR") == "grpc" ? ProxyType.GrpcClient : type,
            Address = parts[1],
            Name = Text(metadata, "NAME") ?? name,
            Namespace = objectNamespace,
            Domain = suffix < 0 ? "cluster.local" : parts[3][(suffix + ".svc.".Length)..],
            ServiceAccount = Text(metadata, "SERVICE_ACCOUNT") ?? "",
            VerifiedIdentity = verifiedIdentity,
            Labels = LabelsOf(metadata),
            Interception = Text(metadata, "INTERCEPTION_MODE") == "NONE"
                ? InterceptionMode.None
                : InterceptionMode.Redirect,
            HttpProxyPort = int.TryParse(Text(metadata, "HTTP_PROXY_PORT"), out var port) && port is > 0 and < 65536
                ? port
                : DefaultHttpProxyPort,
            ApplicationAddress = Text(metadata, "APP_ADDRESS") ?? "127.0.0.1",
        };
    }

    private static ProxyType? ParseType(string text) => text switch
    {
        "sidecar" => ProxyType.Sidecar,
        "router" => ProxyType.Gateway,
        _ => null,
    };

    private static string? Text(Struct metadata, string key) =>
        metadata.Fields.TryGetValue(key, out var value) && value.KindCase == Value.KindOneofCase.StringValue
            ? value.StringValue
            : null;

    private static Dictionary<string, string> LabelsOf(Struct metadata)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        if (metadata.Fields.TryGetValue("LABELS", out var value) && value.StructValue is { } fields)
        {
            foreach (var (key, label) in fields.Fields)
                if (label.KindCase == Value.KindOneofCase.StringValue) labels[key] = label.StringValue;
        }
        return labels;
    }
}
