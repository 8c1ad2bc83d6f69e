using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using Envoy.Extensions.Filters.Http.JwtAuthn.V3;
using Envoy.Extensions.Filters.Network.HttpConnectionManager.V3;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Proxy.Http.Filters.Jwt;
using Outrigger.Routing.Compilation;
using Outrigger.Routing.Matching;

namespace Outrigger.Proxy.Configuration.Jwt;

/// <summary>Compiles <c>envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication</c>.</summary>
internal sealed class JwtAuthnCompiler(CompileEnvironment environment, CompileReport report)
{
    /// <summary>The filter; null with errors in the report.</summary>
    public JwtAuthnFilter? Compile(HttpFilter filter, string managerPrefix, FieldPath filterPath)
    {
        FieldPath path = filterPath.Field("typed_config");
        if (filter.TypedConfig is null
            || ExtensionType.Unpack(filter.TypedConfig, JwtAuthentication.Parser, path, report) is not { } config)
        {
            return null;
        }

        Dictionary<string, JwtProviderModel> providers = CompileProviders(config, path);
        var requirements = new JwtRequirementCompiler(providers, report);
        var byName = new Dictionary<string, JwtRequirementModel>(StringComparer.Ordinal);
        foreach ((string name, JwtRequirement requirement) in config.RequirementMap)
        {
            byName[name] = requirements.Compile(requirement, path.Entry("requirement_map", name));
        }

        return new JwtAuthnFilter(filter.Name)
        {
            IsDisabled = filter.Disabled,
            Rules = CompileRules(config, requirements, byName, path),
            RequirementsByName = byName.ToFrozenDictionary(StringComparer.Ordinal),
            OwnHeaders = OwnHeadersOf(providers.Values),
            Stats = environment.Stats.Http(managerPrefix).JwtAuthn,
            BypassesPreflight = config.BypassCorsPreflight,
            StripsFailureResponse = config.StripFailureResponse,
        };
    }

    /// <summary>What a route says of the filter; null with errors in the report.</summary>
    public static JwtRouteSettings? CompileRoute(Any config, FieldPath path, CompileReport report)
    {
        if (ExtensionType.Unpack(config, PerRouteConfig.Parser, path, report) is not { } settings)
        {
            return null;
        }

        switch (settings.RequirementSpecifierCase)
        {
            case PerRouteConfig.RequirementSpecifierOneofCase.Disabled when settings.Disabled:
                return new JwtRouteSettings(RequirementName: null);
            case PerRouteConfig.RequirementSpecifierOneofCase.RequirementName
                when settings.RequirementName.Length > 0:
                return new JwtRouteSettings(settings.RequirementName);
            default:
                report.Error(path, "found neither \"disabled: true\" nor a requirement_name");
                return null;
        }
    }

    private Dictionary<string, JwtProviderModel> CompileProviders(JwtAuthentication config, FieldPath path)
    {
        var compiler = new JwtProviderCompiler(report);
        var providers = new Dictionary<string, JwtProviderModel>(StringComparer.Ordinal);
        // Maps have no order on the wire; one by name makes the same configuration the same everywhere.
        foreach ((string name, JwtProvider provider) in config.Providers.OrderBy(
            each => each.Key, StringComparer.Ordinal))
        {
            if (compiler.Compile(name, provider, path.Entry("providers", name)) is { } compiled)
            {
                providers.Add(name, compiled);
            }
        }

        return providers;
    }

    private ImmutableArray<JwtRule> CompileRules(
        JwtAuthentication config,
        JwtRequirementCompiler requirements,
        Dictionary<string, JwtRequirementModel> byName,
        FieldPath path)
    {
        var rules = ImmutableArray.CreateBuilder<JwtRule>();
        for (int i = 0; i < config.Rules.Count; i++)
        {
            RequirementRule rule = config.Rules[i];
            FieldPath rulePath = path.Item("rules", i);
            var errors = new List<ConfigurationError>();
            bool isMatch = RouteCondition.TryCompile(rule.Match, "match", errors, out RouteCondition? condition);
            foreach (ConfigurationError error in errors)
            {
                report.Error(rulePath.Field(error.FieldPath), error.Message);
            }

            JwtRequirementModel requirement = JwtRequirementModel.Nothing;
            if (rule.RequirementTypeCase == RequirementRule.RequirementTypeOneofCase.Requires)
            {
                requirement = requirements.Compile(rule.Requires, rulePath.Field("requires"));
            }
            else if (rule.RequirementTypeCase == RequirementRule.RequirementTypeOneofCase.RequirementName
                && !byName.TryGetValue(rule.RequirementName, out requirement!))
            {
                report.Error(
                    rulePath.Field("requirement_name"),
                    $"found \"{rule.RequirementName}\", expected a key of requirement_map");
                continue;
            }

            if (isMatch)
            {
                rules.Add(new JwtRule(condition!, requirement));
            }
        }

        return rules.ToImmutable();
    }

    private static ImmutableArray<byte[]> OwnHeadersOf(IEnumerable<JwtProviderModel> providers) =>
    [
        .. providers
            .SelectMany(provider => provider.ClaimHeaders.Select(header => header.Key)
                .Concat(provider.PayloadHeader is { } payload ? [payload] : []))
            .DistinctBy(Encoding.ASCII.GetString, StringComparer.Ordinal),
    ];
}
