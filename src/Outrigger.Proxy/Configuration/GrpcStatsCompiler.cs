using System.Collections.Frozen;
using Envoy.Config.Core.V3;
using Envoy.Extensions.Filters.Http.GrpcStats.V3;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Proxy.Model;

namespace Outrigger.Proxy.Configuration;

/// <summary>
/// Compiles <c>envoy.extensions.filters.http.grpc_stats.v3.FilterConfig</c>. Its filter state, which only other filters
/// of the chain would read, has no reader here.
/// </summary>
internal static class GrpcStatsCompiler
{
    /// <summary>The options; null with errors in the report.</summary>
    public static GrpcStatsOptions? Compile(Any? config, FieldPath path, CompileReport report)
    {
        if (config is null || ExtensionType.Unpack(config, FilterConfig.Parser, path, report) is not { } filter)
            return null;
        GrpcMethodList? listed = filter.IndividualMethodStatsAllowlist;
        var methods = listed is null
            ? []
            : listed.Services.SelectMany(service => service.MethodNames.Select(name => $"/{service.Name}/{name}"));
        return new GrpcStatsOptions(
            CountsAllMethods: filter.StatsForAllMethods ?? false,
            Methods: methods.ToFrozenSet(StringComparer.Ordinal),
            CountsDurations: filter.EnableUpstreamStats,
            ReplacesDots: filter.ReplaceDotsInGrpcServiceName);
    }
}
