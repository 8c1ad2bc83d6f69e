using System.Collections.Immutable;

namespace Outrigger.Proxy.Http.Filters.Jwt;

/// <summary>A place where tokens may be, with the issuers whose tokens may be there. Immutable.</summary>
/// <param name="Location">The place.</param>
/// <param name="Providers">The issuers.</param>
internal sealed record JwtTokenSource(JwtLocation Location, ImmutableArray<JwtProviderModel> Providers)
{
    /// <summary>The places of some issuers, each place once.</summary>
    /// <param name="providers">The issuers.</param>
    public static ImmutableArray<JwtTokenSource> Of(IReadOnlyList<JwtProviderModel> providers)
    {
        var sources = new List<JwtTokenSource>();
        foreach (var location in providers.SelectMany(provider => provider.Locations))
        {
            if (sources.Exists(source => source.Location.IsSame(location)))
                continue;
            var here = providers.Where(provider => provider.Locations.Any(location.IsSame));
            sources.Add(new JwtTokenSource(location, [.. here]));
        }

        return [.. sources];
    }
}
