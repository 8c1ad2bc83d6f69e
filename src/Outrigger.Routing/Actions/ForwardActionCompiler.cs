using Envoy.Config.Route.V3;
using Outrigger.Routing.Compilation;
using Outrigger.Routing.Matching;
using Outrigger.Routing.Mutations;
using Outrigger.Routing.Rewrites;
using ClusterWeight = Envoy.Config.Route.V3.WeightedCluster.Types.ClusterWeight;
using NotFoundCode = Envoy.Config.Route.V3.RouteAction.Types.ClusterNotFoundResponseCode;
using Specifier = Envoy.Config.Route.V3.RouteAction.ClusterSpecifierOneofCase;

namespace Outrigger.Routing.Actions;

/// <summary>Compiles one <c>envoy.config.route.v3.RouteAction</c>.</summary>
internal sealed class ForwardActionCompiler(
    RouteAction action,
    PathCondition matched,
    RetryPolicy? retryPolicy,
    FieldPath path,
    CompileContext context)
{
    private const long TimeoutMsDefault = 15_000;

    /// <summary>Builds one entry of a route that shares its requests, out of what all levels say.</summary>
    internal delegate WeightedClusterEntry WeightedEntryFactory(
        ClusterWeight cluster, LevelMutations level, ClusterTarget target);

    internal ForwardAction? Compile(WeightedEntryFactory createWeightedEntry)
    {
        ClusterTarget target = default;
        WeightedClusters? weighted = null;
        switch (action.ClusterSpecifierCase)
        {
            case Specifier.Cluster:
                target = CompileTarget(action.Cluster, "", path);
                break;
            case Specifier.ClusterHeader:
                target = CompileTarget("", action.ClusterHeader, path);
                break;
            case Specifier.WeightedClusters:
                weighted = CompileWeighted(createWeightedEntry);
                break;
            default:
                context.Error(
                    path, "a route action needs one of cluster, cluster_header or weighted_clusters");
                return null;
        }

        return new ForwardAction(target, weighted)
        {
            ClusterNotFoundStatus = ReadNotFoundStatus(),
            PathRewrite = CompilePathRewrite(),
            HostRewrite = HostRewrite.Compile(action, path, context),
            AppendsForwardedHost = action.AppendXForwardedHost,
            TimeoutMs = Durations.ReadMs(action.Timeout, path.Field("timeout"), context) ?? TimeoutMsDefault,
            IdleTimeoutMs = Durations.ReadMs(action.IdleTimeout, path.Field("idle_timeout"), context),
            GrpcTimeoutMaxMs = Durations.ReadMs(action.MaxGrpcTimeout, path.Field("max_grpc_timeout"), context),
            GrpcTimeoutOffsetMs =
                Durations.ReadMs(action.GrpcTimeoutOffset, path.Field("grpc_timeout_offset"), context) ?? 0,
            RetryPolicy = retryPolicy,
            Priority = action.Priority,
            Upgrades = CompileUpgrades(),
            StreamDuration = CompileStreamDuration(),
            MetadataMatch = action.MetadataMatch,
        };
    }

    private ClusterTarget CompileTarget(string cluster, string header, FieldPath specifierPath)
    {
        if (cluster.Length > 0 && header.Length > 0)
        {
            context.Error(specifierPath, "name and cluster_header are both set; expected one of them");
        }

        if (cluster.Length > 0)
        {
            return ClusterTarget.Named(cluster, context);
        }

        if (header.Length > 0)
        {
            return ClusterTarget.ByHeader(header);
        }

        context.Error(specifierPath, "the name of the cluster, or of the header that holds it, is empty");
        return default;
    }

    private WeightedClusters? CompileWeighted(WeightedEntryFactory createWeightedEntry)
    {
        WeightedCluster weighted = action.WeightedClusters;
        FieldPath weightedPath = path.Field("weighted_clusters");
        var entries = new WeightedClusterEntry[weighted.Clusters.Count];
        ulong total = 0;
        for (int i = 0; i < entries.Length; i++)
        {
            ClusterWeight cluster = weighted.Clusters[i];
            FieldPath clusterPath = weightedPath.Item("clusters", i);
            ClusterTarget target = CompileTarget(cluster.Name, cluster.ClusterHeader, clusterPath);
            var level = new LevelMutations(
                HeaderMutationStage.Compile(
                    cluster.RequestHeadersToAdd,
                    cluster.RequestHeadersToRemove,
                    "request",
                    clusterPath,
                    context),
                HeaderMutationStage.Compile(
                    cluster.ResponseHeadersToAdd,
                    cluster.ResponseHeadersToRemove,
                    "response",
                    clusterPath,
                    context));
            entries[i] = createWeightedEntry(cluster, level, target);
            total += entries[i].Weight;
        }

        if (weighted.RuntimeKeyPrefix.Length > 0)
        {
            context.Ignored(
                weightedPath.Field("runtime_key_prefix"),
                "the configured weights are used: there is no runtime layer");
        }

        if (weighted.TotalWeight is { } stated && stated != total)
        {
            context.Ignored(
                weightedPath.Field("total_weight"), $"the sum of the weights, {total}, is used instead");
        }

        if (total is 0 or > uint.MaxValue)
        {
            context.Error(weightedPath, $"the weights sum up to {total}; expected 1 to {uint.MaxValue}");
            return null;
        }

        return new WeightedClusters(entries, weighted.HeaderName);
    }

    private int ReadNotFoundStatus()
    {
        switch (action.ClusterNotFoundResponseCode)
        {
            case NotFoundCode.ServiceUnavailable:
                return 503;
            case NotFoundCode.NotFound:
                return 404;
            case NotFoundCode.InternalServerError:
                return 500;
            default:
                context.Error(
                    path.Field("cluster_not_found_response_code"),
                    $"{(int)action.ClusterNotFoundResponseCode} is no response code");
                return 503;
        }
    }

    private PathRewrite? CompilePathRewrite()
    {
        if (action.PrefixRewrite.Length > 0 && action.RegexRewrite is not null)
        {
            context.Error(path, "prefix_rewrite and regex_rewrite are both set; expected one of them");
            return null;
        }

        if (action.PrefixRewrite.Length > 0)
        {
            if (action.PrefixRewrite.AsSpan().IndexOfAny('\r', '\n', '\0') >= 0)
            {
                context.Error(path.Field("prefix_rewrite"), "the value holds a line break or a NUL");
            }

            return PathRewrite.Prefix(action.PrefixRewrite, matched);
        }

        if (action.RegexRewrite is null)
        {
            return null;
        }

        RegexSubstitution? regex =
            RegexSubstitution.Compile(action.RegexRewrite, path.Field("regex_rewrite"), context);
        return regex is null ? null : PathRewrite.Regex(regex);
    }

    private UpgradeRule[] CompileUpgrades()
    {
        var rules = new UpgradeRule[action.UpgradeConfigs.Count];
        for (int i = 0; i < rules.Length; i++)
        {
            RouteAction.Types.UpgradeConfig upgrade = action.UpgradeConfigs[i];
            for (int earlier = 0; earlier < i; earlier++)
            {
                string other = rules[earlier].UpgradeType;
                if (other.Equals(upgrade.UpgradeType, StringComparison.OrdinalIgnoreCase))
                {
                    context.Error(path.Item("upgrade_configs", i), $"'{upgrade.UpgradeType}' is there twice");
                }
            }

            rules[i] = new UpgradeRule(
                upgrade.UpgradeType,
                upgrade.Enabled ?? true,
                upgrade.ConnectConfig is not null,
                upgrade.ConnectConfig?.AllowPost ?? false);
        }

        return rules;
    }

    private StreamDurationLimit? CompileStreamDuration()
    {
        if (action.MaxStreamDuration is not { } limit)
        {
            return null;
        }

        FieldPath limitPath = path.Field("max_stream_duration");
        return new(
            Durations.ReadMs(limit.MaxStreamDuration_, limitPath.Field("max_stream_duration"), context),
            Durations.ReadMs(limit.GrpcTimeoutHeaderMax, limitPath.Field("grpc_timeout_header_max"), context),
            Durations.ReadMs(
                limit.GrpcTimeoutHeaderOffset, limitPath.Field("grpc_timeout_header_offset"), context));
    }
}
