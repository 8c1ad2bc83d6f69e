using System.Collections.Immutable;
using Envoy.Extensions.Filters.Http.JwtAuthn.V3;
using Outrigger.Proxy.Http.Filters.Jwt;
using Outrigger.Routing.Jwt;
using Requires = Envoy.Extensions.Filters.Http.JwtAuthn.V3.JwtRequirement.RequiresTypeOneofCase;

namespace Outrigger.Proxy.Configuration.Jwt;

/// <summary>Compiles which tokens requests must carry.</summary>
/// <param name="providers">The issuers by their names.</param>
/// <param name="report">Takes what is found.</param>
internal sealed class JwtRequirementCompiler(
    IReadOnlyDictionary<string, JwtProviderModel> providers, CompileReport report)
{
    private const int DepthMax = 16;

    /// <summary>Compiles a requirement; one with mistakes asks for nothing, and the filter is not to be used.</summary>
    public JwtRequirementModel Compile(JwtRequirement requirement, FieldPath path) =>
        Compile(requirement, path, known: [], depth: 0);

    private JwtRequirementModel Compile(
        JwtRequirement requirement, FieldPath path, IReadOnlyList<JwtProviderModel> known, int depth)
    {
        if (depth > DepthMax)
        {
            report.Error(path, $"the requirements are nested deeper than {DepthMax}");
            return JwtRequirementModel.Nothing;
        }

        switch (requirement.RequiresTypeCase)
        {
            case Requires.ProviderName:
                return Token(requirement.ProviderName, [], path.Field("provider_name"));
            case Requires.ProviderAndAudiences:
                ProviderWithAudiences both = requirement.ProviderAndAudiences;
                return Token(both.ProviderName, both.Audiences, path.Field("provider_and_audiences"));
            case Requires.RequiresAny:
                return Any(requirement.RequiresAny, path.Field("requires_any"), depth);
            case Requires.RequiresAll:
                FieldPath allPath = path.Field("requires_all");
                return new JwtRequirementModel(JwtRequirementKind.All)
                {
                    Parts = Parts(requirement.RequiresAll.Requirements, allPath, [], depth),
                };
            case Requires.AllowMissing:
                return Optional(JwtRequirementKind.NoTokenOrGood, known);
            case Requires.AllowMissingOrFailed:
                return Optional(JwtRequirementKind.Anything, known);
            default:
                return JwtRequirementModel.Nothing;
        }
    }

    private static JwtRequirementModel Optional(JwtRequirementKind kind, IReadOnlyList<JwtProviderModel> known) =>
        new(kind) { Sources = JwtTokenSource.Of(known) };

    private JwtRequirementModel Token(string providerName, IReadOnlyList<string> audiences, FieldPath path)
    {
        if (!providers.TryGetValue(providerName, out JwtProviderModel? provider))
        {
            report.Error(path, $"found \"{providerName}\", expected a key of providers");
            return JwtRequirementModel.Nothing;
        }

        return new JwtRequirementModel(JwtRequirementKind.Token)
        {
            Sources = JwtTokenSource.Of([provider]),
            Audiences = audiences.Count == 0 ? null : JwtExpectations.NormalizeAudiences(audiences),
        };
    }

    /// <summary>
    /// Alternatives. What allows a missing token comes last, whatever its place, knows the issuers of the
    /// alternatives, and is there once at most, the more generous one.
    /// </summary>
    private JwtRequirementModel Any(JwtRequirementOrList list, FieldPath path, int depth)
    {
        List<JwtProviderModel> known = [];
        foreach (JwtRequirement each in list.Requirements)
        {
            string name = each.RequiresTypeCase == Requires.ProviderName
                ? each.ProviderName
                : each.ProviderAndAudiences?.ProviderName ?? "";
            if (providers.TryGetValue(name, out JwtProviderModel? provider))
            {
                known.Add(provider);
            }
        }

        JwtRequirement[] optional = [.. list.Requirements.Where(IsOptional)];
        JwtRequirement[] required = [.. list.Requirements.Where(each => !IsOptional(each))];
        JwtRequirement? last = optional.FirstOrDefault(
            each => each.RequiresTypeCase == Requires.AllowMissingOrFailed) ?? optional.FirstOrDefault();
        return new JwtRequirementModel(JwtRequirementKind.Any)
        {
            Parts = Parts(last is null ? required : [.. required, last], path, known, depth),
        };
    }

    private ImmutableArray<JwtRequirementModel> Parts(
        IReadOnlyList<JwtRequirement> list, FieldPath path, IReadOnlyList<JwtProviderModel> known, int depth)
    {
        if (list.Count == 0)
        {
            report.Error(path.Field("requirements"), "found nothing, expected requirements");
        }

        return
        [
            .. list.Select((each, i) => Compile(each, path.Item("requirements", i), known, depth + 1)),
        ];
    }

    private static bool IsOptional(JwtRequirement requirement) =>
        requirement.RequiresTypeCase is Requires.AllowMissing or Requires.AllowMissingOrFailed;
}
