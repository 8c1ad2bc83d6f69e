using Google.Protobuf.WellKnownTypes;
using Outrigger.Proxy.PeerMetadata;

namespace Outrigger.Proxy.Configuration;

/// <summary>
/// Compiles <c>envoy.tcp.metadataexchange.config.MetadataExchange</c>, a filter of listeners and of clusters, which
/// Istio's control planes send as a free document.
/// </summary>
internal static class PeerExchangeCompiler
{
    /// <summary>The model; null after mistakes, which are then in the report.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="environment">What the model is bound to.</param>
    /// <param name="report">Takes what is found.</param>
    public static PeerExchangeModel? Compile(
        Any? config, FieldPath path, CompileEnvironment environment, CompileReport report)
    {
        if (ExtensionType.DocumentOf(config, path, report) is not { } document)
        {
            return null;
        }

        foreach (string field in document.Fields.Keys.Order(StringComparer.Ordinal))
        {
            // The workloads that ambient proxies learn of are not known to a sidecar.
            report.Unimplemented(path, field, field == "enable_discovery");
            if (field is not ("protocol" or "enable_discovery"))
            {
                report.Error(path.Field(field), "the field is unknown");
            }
        }

        string protocol = document.Fields.TryGetValue("protocol", out Value? value) ? value.StringValue : "";
        new FieldReader(report).RequireName(protocol, path, "protocol");
        return new PeerExchangeModel(protocol, environment.Workload, environment.Stats);
    }
}
