using Envoy.Config.Route.V3;
using Envoy.Type.Matcher.V3;
using Outrigger.Resources.Networking.VirtualServices;
using StringMatch = Outrigger.Resources.Networking.VirtualServices.StringMatch;

namespace Outrigger.Discovery.Routes;

/// <summary>Translates the match of an HTTP rule.</summary>
internal static class RouteMatches
{
    public static RouteMatch Translate(HttpMatchRequest? match)
    {
        var translated = new RouteMatch();
        SetPath(translated, match?.Uri);
        if (match is null) return translated;
        // Regular expressions say for themselves whether case matters.
        if (match.IgnoreUriCase == true && match.Uri?.Regex is null) translated.CaseSensitive = false;

        AddHeader(translated, ":method", match.Method);
        AddHeader(translated, ":authority", match.Authority);
        AddHeader(translated, ":scheme", match.Scheme);
        foreach (var (name, value) in Sorted(match.Headers))
        {
            if (!AddClaim(translated, name, value, isInverted: false)) translated.Headers.Add(Header(name, value));
        }
        foreach (var (name, value) in Sorted(match.WithoutHeaders))
        {
            if (!AddClaim(translated, name, value, isInverted: true))
                translated.Headers.Add(WithoutHeader(name, value));
        }
        foreach (var (name, value) in Sorted(match.QueryParams))
            translated.QueryParameters.Add(QueryParameter(name, value));
        return translated;
    }

    /// <summary>Maps have no order, and a stable one keeps an unchanged rule's routes unchanged.</summary>
    private static IEnumerable<KeyValuePair<string, StringMatch>> Sorted(
        IReadOnlyDictionary<string, StringMatch> map) => map.OrderBy(pair => pair.Key, StringComparer.Ordinal);

    private static void SetPath(RouteMatch match, StringMatch? uri)
    {
        switch (uri)
        {
            case { Exact: { } exact }:
                match.Path = exact;
                break;
            case { Regex: { } regex }:
                match.SafeRegex = new RegexMatcher { Regex = regex };
                break;
            case { Prefix: { } prefix }:
                match.Prefix = prefix;
                break;
            default:
                match.Prefix = "/";
                break;
        }
    }

    private static void AddHeader(RouteMatch match, string name, StringMatch? value)
    {
        if (value is not null) match.Headers.Add(Header(name, value));
    }

    private static bool AddClaim(RouteMatch match, string name, StringMatch value, bool isInverted)
    {
        var expected = TestsPresence(value) ? null : Matcher(value);
        if (!ClaimMatches.TryTranslate(name, expected, isInverted, out var matcher)) return false;
        match.DynamicMetadata.Add(matcher);
        return true;
    }

    private static HeaderMatcher Header(string name, StringMatch value)
    {
        var matcher = new HeaderMatcher { Name = name };
        if (TestsPresence(value))
            matcher.PresentMatch = true;
        else
            matcher.StringMatch = Matcher(value);
        return matcher;
    }

    /// <summary>
    /// A header that is not there does not hold the value either, so a missing one counts as an empty one
    /// before the match is turned round.
    /// </summary>
    private static HeaderMatcher WithoutHeader(string name, StringMatch value)
    {
        var matcher = Header(name, value);
        matcher.InvertMatch = true;
        matcher.TreatMissingHeaderAsEmpty = !TestsPresence(value);
        return matcher;
    }

    private static QueryParameterMatcher QueryParameter(string name, StringMatch value)
    {
        var matcher = new QueryParameterMatcher { Name = name };
        if (TestsPresence(value))
            matcher.PresentMatch = true;
        else
            matcher.StringMatch = Matcher(value);
        return matcher;
    }

    /// <summary>An empty match, or one that every value passes, asks only whether there is a value.</summary>
    private static bool TestsPresence(StringMatch value) =>
        value is { Exact: null, Prefix: null, Regex: null } or { Regex: ".*" } or { Prefix: "" };

    private static StringMatcher Matcher(StringMatch value) => value switch
    {
        { Exact: { } exact } => new StringMatcher { Exact = exact },
        { Regex: { } regex } => new StringMatcher { SafeRegex = new RegexMatcher { Regex = regex } },
        _ => new StringMatcher { Prefix = value.Prefix },
    };
}
