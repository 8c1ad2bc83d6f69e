using Envoy.Config.Core.V3;
using Outrigger.Routing.MetadataValues;

namespace Outrigger.Proxy.PeerMetadata;

/// <summary>This proxy's own workload, in the forms in which peers are told of it. Immutable.</summary>
internal sealed class LocalWorkload
{
    /// <summary>Makes it from the bootstrap's node.</summary>
    /// <param name="node">The node.</param>
    public LocalWorkload(Node node)
    {
        Id = node.Id;
        Metadata = WorkloadMetadata.From(
            node.Metadata is null ? MetadataValue.Null : MetadataValue.From(node.Metadata));
        IdBytes = System.Text.Encoding.UTF8.GetBytes(Id);
        HeaderValue = System.Text.Encoding.ASCII.GetBytes(
            Convert.ToBase64String(WorkloadMetadataCodec.Encode(Metadata)));
    }

    /// <summary>The node's id.</summary>
    public string Id { get; }

    /// <summary>What it is.</summary>
    public WorkloadMetadata Metadata { get; }

    /// <summary>The id in UTF-8.</summary>
    public ReadOnlyMemory<byte> IdBytes { get; }

    /// <summary>The metadata as a header's value.</summary>
    public ReadOnlyMemory<byte> HeaderValue { get; }
}
