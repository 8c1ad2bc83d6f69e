using System.Collections.Immutable;
using Envoy.Config.Core.V3;
using Envoy.Config.Listener.V3;
using Envoy.Extensions.Filters.Listener.OriginalSrc.V3;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.ProxyProtocol;
using Outrigger.Proxy.Stats;
using ProxyProtocolConfiguration = Envoy.Extensions.Filters.Listener.ProxyProtocol.V3.ProxyProtocol;

namespace Outrigger.Proxy.Configuration;

/// <summary>Compiles the listener filters of one listener.</summary>
internal sealed class ListenerFilterCompiler(CompileEnvironment environment, CompileReport report)
{
    /// <summary>How deep predicates may stand inside each other.</summary>
    private const int PredicateDepthMax = 32;

    /// <summary>The models, in the order of the filters; not to be used with errors in the report.</summary>
    public ImmutableArray<ListenerFilterModel> Compile(IReadOnlyList<ListenerFilter> filters, FieldPath listenerPath)
    {
        var models = ImmutableArray.CreateBuilder<ListenerFilterModel>(filters.Count);
        for (int i = 0; i < filters.Count; i++)
        {
            models.Add(Compile(filters[i], listenerPath.Item("listener_filters", i)));
        }

        return models.MoveToImmutable();
    }

    private ListenerFilterModel Compile(ListenerFilter filter, FieldPath path)
    {
        string type = ExtensionType.NameOf(filter.TypedConfig);
        ListenerFilters kind = KindOf(type.Length > 0 ? type : filter.Name);
        if (kind == ListenerFilters.None)
        {
            string name = type.Length == 0 ? filter.Name : $"{filter.Name} ({type})";
            report.Error(path, $"the listener filter {name} is not implemented");
        }

        FieldPath configPath = path.Field("typed_config");
        return new ListenerFilterModel
        {
            Kind = kind,
            Disabled = filter.FilterDisabled is { } disabled
                ? CompilePredicate(disabled, path.Field("filter_disabled"), depth: 0)
                : null,
            ProxyProtocol = kind == ListenerFilters.ProxyProtocol ? CompileProxyProtocol(filter, configPath) : null,
            OriginalSource = kind == ListenerFilters.OriginalSource ? CompileSource(filter, configPath) : null,
        };
    }

    private static ListenerFilters KindOf(string typeOrName) => typeOrName switch
    {
        "envoy.filters.listener.original_dst" or MessageNames.OriginalDestination =>
            ListenerFilters.OriginalDestination,
        "envoy.filters.listener.original_src" or MessageNames.OriginalSource => ListenerFilters.OriginalSource,
        "envoy.filters.listener.proxy_protocol" or MessageNames.ProxyProtocol => ListenerFilters.ProxyProtocol,
        "envoy.filters.listener.tls_inspector" or MessageNames.TlsInspector => ListenerFilters.TlsInspector,
        "envoy.filters.listener.http_inspector" or MessageNames.HttpInspector =>
            ListenerFilters.HttpInspector,
        _ => ListenerFilters.None,
    };

    private ProxyProtocolModel? CompileProxyProtocol(ListenerFilter filter, FieldPath path)
    {
        ProxyProtocolConfiguration? config = filter.TypedConfig is null
            ? new ProxyProtocolConfiguration()
            : ExtensionType.Unpack(filter.TypedConfig, ProxyProtocolConfiguration.Parser, path, report);
        if (config is null)
        {
            return null;
        }

        report.Unimplemented(
            path, "rules", config.Rules.Count > 0, "no part of the proxy reads a connection's metadata");
        ImmutableArray<bool> isAllowed =
        [
            !config.DisallowedVersions.Contains(ProxyProtocolConfig.Types.Version.V1),
            !config.DisallowedVersions.Contains(ProxyProtocolConfig.Types.Version.V2),
        ];
        return new ProxyProtocolModel
        {
            IsOptional = config.AllowRequestsWithoutProxyProtocol,
            IsVersionAllowed = isAllowed,
            PassedEntries = ProxyEntrySelectionReader.Read(
                config.PassThroughTlvs, path.Field("pass_through_tlvs"), report),
            Stats = new ProxyProtocolStats(environment.Stats, config.StatPrefix),
        };
    }

    private OriginalSourceModel? CompileSource(ListenerFilter filter, FieldPath path)
    {
        OriginalSrc? config = filter.TypedConfig is null
            ? new OriginalSrc()
            : ExtensionType.Unpack(filter.TypedConfig, OriginalSrc.Parser, path, report);
        return config is null ? null : new OriginalSourceModel(config.BindPort, config.Mark);
    }

    private PortPredicate? CompilePredicate(
        ListenerFilterChainMatchPredicate predicate, FieldPath path, int depth)
    {
        if (depth > PredicateDepthMax)
        {
            report.Error(path, $"predicates are nested more than {PredicateDepthMax} deep");
            return null;
        }

        switch (predicate.RuleCase)
        {
            case ListenerFilterChainMatchPredicate.RuleOneofCase.AnyMatch:
                return new PortPredicate.Any();
            case ListenerFilterChainMatchPredicate.RuleOneofCase.DestinationPortRange:
                return new PortPredicate.Range(
                    predicate.DestinationPortRange.Start, predicate.DestinationPortRange.End);
            case ListenerFilterChainMatchPredicate.RuleOneofCase.NotMatch:
                return CompilePredicate(predicate.NotMatch, path.Field("not_match"), depth + 1) is { } inner
                    ? new PortPredicate.Not(inner)
                    : null;
            case ListenerFilterChainMatchPredicate.RuleOneofCase.AndMatch:
                return CompileSet(predicate.AndMatch, needsAll: true, path.Field("and_match"), depth + 1);
            case ListenerFilterChainMatchPredicate.RuleOneofCase.OrMatch:
                return CompileSet(predicate.OrMatch, needsAll: false, path.Field("or_match"), depth + 1);
            default:
                report.Error(path, "found no rule, expected one");
                return null;
        }
    }

    private PortPredicate.Set? CompileSet(
        ListenerFilterChainMatchPredicate.Types.MatchSet set, bool needsAll, FieldPath path, int depth)
    {
        if (set.Rules.Count < 2)
        {
            report.Error(path.Field("rules"), $"found {set.Rules.Count}, expected 2 or more");
        }

        var rules = ImmutableArray.CreateBuilder<PortPredicate>(set.Rules.Count);
        for (int i = 0; i < set.Rules.Count; i++)
        {
            if (CompilePredicate(set.Rules[i], path.Item("rules", i), depth) is not { } rule)
            {
                return null;
            }

            rules.Add(rule);
        }

        return new PortPredicate.Set(rules.MoveToImmutable(), needsAll);
    }
}
