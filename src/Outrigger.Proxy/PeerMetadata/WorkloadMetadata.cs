using System.Text;
using Outrigger.Routing.MetadataValues;

namespace Outrigger.Proxy.PeerMetadata;

/// <summary>
/// What workloads tell each other of themselves, for statistics and logs. It is what a peer says of itself: nothing
/// may be allowed because of it. Immutable. The names are those that Istio's proxies exchange.
/// </summary>
internal sealed class WorkloadMetadata
{
    private const string CanonicalNameLabel = "service.istio.io/canonical-name";
    private const string CanonicalRevisionLabel = "service.istio.io/canonical-revision";
    private const string AppLabel = "app";
    private const string VersionLabel = "version";

    /// <summary>The pod.</summary>
    public string Instance { get; init; } = "";

    /// <summary>The workload, such as the Deployment.</summary>
    public string Workload { get; init; } = "";

    /// <summary>The namespace.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The cluster.</summary>
    public string Cluster { get; init; } = "";

    /// <summary>The service that the workload counts as.</summary>
    public string CanonicalService { get; init; } = "";

    /// <summary>The revision of that service.</summary>
    public string CanonicalRevision { get; init; } = "";

    /// <summary>The label <c>app</c>.</summary>
    public string App { get; init; } = "";

    /// <summary>The label <c>version</c>.</summary>
    public string Version { get; init; } = "";

    /// <summary>The pod's owner: <c>kubernetes://apis/apps/v1/namespaces/NS/deployments/NAME</c>.</summary>
    public string Owner { get; init; } = "";

    /// <summary>Takes it out of a node's metadata, or what a peer sent.</summary>
    /// <param name="metadata">The metadata.</param>
    public static WorkloadMetadata From(MetadataValue metadata)
    {
        var labels = metadata.Find("LABELS"u8) ?? MetadataValue.Null;
        return new WorkloadMetadata
        {
            Instance = Text(metadata, "NAME"),
            Workload = Text(metadata, "WORKLOAD_NAME"),
            Namespace = Text(metadata, "NAMESPACE"),
            Cluster = Text(metadata, "CLUSTER_ID"),
            Owner = Text(metadata, "OWNER"),
            CanonicalService = Text(labels, CanonicalNameLabel),
            CanonicalRevision = Text(labels, CanonicalRevisionLabel),
            App = Text(labels, AppLabel),
            Version = Text(labels, VersionLabel),
        };
    }

    /// <summary>What of it is sent to peers.</summary>
    public MetadataValue ToStruct()
    {
        var labels = new List<MetadataMember>();
        Add(labels, CanonicalNameLabel, CanonicalService);
        Add(labels, CanonicalRevisionLabel, CanonicalRevision);
        Add(labels, AppLabel, App);
        Add(labels, VersionLabel, Version);
        var members = new List<MetadataMember> { new("LABELS", MetadataValue.Struct(labels)) };
        Add(members, "NAME", Instance);
        Add(members, "WORKLOAD_NAME", Workload);
        Add(members, "NAMESPACE", Namespace);
        Add(members, "CLUSTER_ID", Cluster);
        Add(members, "OWNER", Owner);
        return MetadataValue.Struct(members);
    }

    /// <summary>The fields that are set, as Istio's proxies write them into logs.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Append(text, "workload", Workload);
        Append(text, "name", Instance);
        Append(text, "cluster", Cluster);
        Append(text, "namespace", Namespace);
        Append(text, "service", CanonicalService);
        Append(text, "revision", CanonicalRevision);
        Append(text, "app", App);
        Append(text, "version", Version);
        return text.ToString();
    }

    private static string Text(MetadataValue value, string name) =>
        Encoding.UTF8.GetString((value.Find(Encoding.UTF8.GetBytes(name)) ?? MetadataValue.Null).Utf8);

    private static void Add(List<MetadataMember> members, string name, string value)
    {
        if (value.Length > 0)
            members.Add(new MetadataMember(name, MetadataValue.Of(value)));
    }

    private static void Append(StringBuilder text, string name, string value)
    {
        if (value.Length == 0)
            return;
        if (text.Length > 0)
            text.Append(',');
        text.Append(name).Append('=').Append(value);
    }
}
