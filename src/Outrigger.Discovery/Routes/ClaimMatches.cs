using System.Diagnostics.CodeAnalysis;
using Envoy.Type.Matcher.V3;
using Outrigger.Discovery.Security.RequestAuthentications;
using Outrigger.Resources.Security.RequestAuthentications;

namespace Outrigger.Discovery.Routes;

/// <summary>
/// Conditions on claims of the request's token, which VirtualServices write as headers:
/// <c>@request.auth.claims.group</c> or <c>@request.auth.claims[group]</c>.
/// </summary>
internal static class ClaimMatches
{
    /// <summary>Translates a condition, if it is one on a claim.</summary>
    /// <param name="header">The header's name, or what stands in its place.</param>
    /// <param name="value">What is expected of the value; null when it must only be there.</param>
    /// <param name="isInverted">Whether it must not be so.</param>
    /// <param name="matcher">The condition.</param>
    public static bool TryTranslate(
        string header, StringMatcher? value, bool isInverted, [NotNullWhen(true)] out MetadataMatcher? matcher)
    {
        matcher = null;
        if (!ClaimReference.TryParse(header, out var claim)) return false;
        matcher = new MetadataMatcher
        {
            Filter = JwtFilters.FilterName,
            Path = { Step(JwtFilters.PayloadKey) },
            Invert = isInverted,
            Value = value is null ? new ValueMatcher { PresentMatch = true } : TextOrItem(value),
        };
        matcher.Path.Add(claim.Select(Step));
        return true;
    }

    /// <summary>A claim may be one text or a list of them.</summary>
    private static ValueMatcher TextOrItem(StringMatcher value)
    {
        var text = new ValueMatcher { StringMatch = value };
        return new ValueMatcher
        {
            OrMatch = new OrMatcher
            {
                ValueMatchers = { text, new ValueMatcher { ListMatch = new ListMatcher { OneOf = text } } },
            },
        };
    }

    private static MetadataMatcher.Types.PathSegment Step(string key) => new() { Key = key };
}
