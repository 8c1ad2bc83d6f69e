using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Envoy.Config.Core.V3;
using Envoy.Config.Rbac.V3;
using Envoy.Config.Route.V3;
using Envoy.Extensions.Path.Match.UriTemplate.V3;
using Envoy.Type.Matcher.V3;
using Google.Protobuf.WellKnownTypes;

namespace Outrigger.Routing.Tests.Authorization;

/// <summary>
/// Decides by walking over the messages, one policy after the other, with strings and the framework's expressions: slow,
/// and short enough to be seen to be right.
/// </summary>
internal static class ReferenceEngine
{
    public static string? FindPolicy(RBAC rules, AuthorizationCase request) =>
        rules.Policies.Keys.Order(StringComparer.Ordinal).FirstOrDefault(name => IsMatch(rules.Policies[name], request));

    private static bool IsMatch(Policy policy, AuthorizationCase request) =>
        policy.Permissions.Any(permission => IsMatch(permission, request))
        && policy.Principals.Any(principal => IsMatch(principal, request));

    private static bool IsMatch(Permission permission, AuthorizationCase request) => permission.RuleCase switch
    {
        Permission.RuleOneofCase.AndRules => permission.AndRules.Rules.All(rule => IsMatch(rule, request)),
        Permission.RuleOneofCase.OrRules => permission.OrRules.Rules.Any(rule => IsMatch(rule, request)),
        Permission.RuleOneofCase.NotRule => !IsMatch(permission.NotRule, request),
        Permission.RuleOneofCase.Any => true,
        Permission.RuleOneofCase.Header => IsMatch(permission.Header, request),
        Permission.RuleOneofCase.UrlPath =>
            request.Path.Length > 0 && IsMatch(permission.UrlPath.Path, PathOf(request)),
        Permission.RuleOneofCase.UriTemplate => IsTemplateMatch(permission.UriTemplate, PathOf(request)),
        Permission.RuleOneofCase.DestinationIp => IsIn(permission.DestinationIp, request.DestinationAddress),
        Permission.RuleOneofCase.DestinationPort => request.DestinationPort == permission.DestinationPort,
        Permission.RuleOneofCase.DestinationPortRange =>
            request.DestinationPort >= permission.DestinationPortRange.Start
            && request.DestinationPort < permission.DestinationPortRange.End,
        Permission.RuleOneofCase.Metadata => IsMatch(permission.Metadata, request),
        Permission.RuleOneofCase.RequestedServerName =>
            IsMatch(permission.RequestedServerName, request.RequestedServerName),
        _ => throw new InvalidOperationException($"{permission.RuleCase}"),
    };

    private static bool IsMatch(Principal principal, AuthorizationCase request) => principal.IdentifierCase switch
    {
        Principal.IdentifierOneofCase.AndIds => principal.AndIds.Ids.All(id => IsMatch(id, request)),
        Principal.IdentifierOneofCase.OrIds => principal.OrIds.Ids.Any(id => IsMatch(id, request)),
        Principal.IdentifierOneofCase.NotId => !IsMatch(principal.NotId, request),
        Principal.IdentifierOneofCase.Any => true,
        Principal.IdentifierOneofCase.Authenticated => request.PeerNames is { } names
            && (principal.Authenticated.PrincipalName is not { } name || names.Any(each => IsMatch(name, each))),
        Principal.IdentifierOneofCase.SourceIp => IsIn(principal.SourceIp, request.SourceAddress),
        Principal.IdentifierOneofCase.DirectRemoteIp => IsIn(principal.DirectRemoteIp, request.DirectRemoteAddress),
        Principal.IdentifierOneofCase.RemoteIp => IsIn(principal.RemoteIp, request.RemoteAddress),
        Principal.IdentifierOneofCase.Header => IsMatch(principal.Header, request),
        Principal.IdentifierOneofCase.UrlPath =>
            request.Path.Length > 0 && IsMatch(principal.UrlPath.Path, PathOf(request)),
        Principal.IdentifierOneofCase.Metadata => IsMatch(principal.Metadata, request),
        Principal.IdentifierOneofCase.FilterState => request.PeerNames is { } names && names[0].Length > 0
            && IsMatch(principal.FilterState.StringMatch, names[0]),
        _ => throw new InvalidOperationException($"{principal.IdentifierCase}"),
    };

    private static bool IsMatch(HeaderMatcher matcher, AuthorizationCase request)
    {
        string? value = matcher.Name.ToLowerInvariant() switch
        {
            ":method" => request.Method,
            ":path" => request.Path,
            ":authority" or "host" => request.Authority,
            string name => request.Headers.GetValueOrDefault(name),
        };
        value = matcher.Name.StartsWith(':') && value is "" ? null : value;
        if (matcher.HeaderMatchSpecifierCase == HeaderMatcher.HeaderMatchSpecifierOneofCase.PresentMatch)
        {
            return (value is not null == matcher.PresentMatch) != matcher.InvertMatch;
        }

        if (value is null && !matcher.TreatMissingHeaderAsEmpty)
        {
            return false;
        }

        value ??= "";
        bool matches = matcher.HeaderMatchSpecifierCase switch
        {
            HeaderMatcher.HeaderMatchSpecifierOneofCase.StringMatch => IsMatch(matcher.StringMatch, value),
            HeaderMatcher.HeaderMatchSpecifierOneofCase.ExactMatch => value == matcher.ExactMatch,
            HeaderMatcher.HeaderMatchSpecifierOneofCase.SafeRegexMatch => IsRegexMatch(matcher.SafeRegexMatch, value),
            HeaderMatcher.HeaderMatchSpecifierOneofCase.RangeMatch =>
                long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
                && number >= matcher.RangeMatch.Start && number < matcher.RangeMatch.End,
            _ => throw new InvalidOperationException($"{matcher.HeaderMatchSpecifierCase}"),
        };
        return matches != matcher.InvertMatch;
    }

    private static bool IsMatch(StringMatcher matcher, string value)
    {
        StringComparison comparison =
            matcher.IgnoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return matcher.MatchPatternCase switch
        {
            StringMatcher.MatchPatternOneofCase.Exact => value.Equals(matcher.Exact, comparison),
            StringMatcher.MatchPatternOneofCase.Prefix => value.StartsWith(matcher.Prefix, comparison),
            StringMatcher.MatchPatternOneofCase.Suffix => value.EndsWith(matcher.Suffix, comparison),
            StringMatcher.MatchPatternOneofCase.Contains => value.Contains(matcher.Contains, comparison),
            _ => IsRegexMatch(matcher.SafeRegex, value),
        };
    }

    private static bool IsRegexMatch(RegexMatcher matcher, string value) =>
        Regex.IsMatch(value, $@"\A(?:{matcher.Regex})\z", RegexOptions.CultureInvariant);

    private static bool IsTemplateMatch(TypedExtensionConfig extension, string path)
    {
        const string Character = @"[a-zA-Z0-9\-._~%!$&'()+,;:@";
        string template = extension.TypedConfig.Unpack<UriTemplateMatchConfig>().PathTemplate;
        string pattern = Regex.Escape(template)
            .Replace(@"\*\*", $"{Character}/]\u0001", StringComparison.Ordinal)
            .Replace(@"\*", $"{Character}]+", StringComparison.Ordinal)
            .Replace('\u0001', '*');
        return Regex.IsMatch(path, $@"\A{pattern}\z");
    }

    private static bool IsMatch(MetadataMatcher matcher, AuthorizationCase request)
    {
        Struct? values = request.Metadata.GetValueOrDefault(matcher.Filter);
        Value? value = values is null ? null : Value.ForStruct(values);
        foreach (MetadataMatcher.Types.PathSegment segment in matcher.Path)
        {
            value = value?.StructValue?.Fields.TryGetValue(segment.Key, out Value? next) == true ? next : null;
        }

        return (value is not null && IsMatch(matcher.Value, value)) != matcher.Invert;
    }

    private static bool IsMatch(ValueMatcher matcher, Value value) => matcher.MatchPatternCase switch
    {
        ValueMatcher.MatchPatternOneofCase.NullMatch => value.KindCase == Value.KindOneofCase.NullValue,
        ValueMatcher.MatchPatternOneofCase.DoubleMatch =>
            value.KindCase == Value.KindOneofCase.NumberValue && IsMatch(matcher.DoubleMatch, value.NumberValue),
        ValueMatcher.MatchPatternOneofCase.StringMatch =>
            value.KindCase == Value.KindOneofCase.StringValue && IsMatch(matcher.StringMatch, value.StringValue),
        ValueMatcher.MatchPatternOneofCase.BoolMatch =>
            value.KindCase == Value.KindOneofCase.BoolValue && value.BoolValue == matcher.BoolMatch,
        ValueMatcher.MatchPatternOneofCase.PresentMatch => matcher.PresentMatch,
        ValueMatcher.MatchPatternOneofCase.ListMatch =>
            value.ListValue?.Values.Any(item => IsMatch(matcher.ListMatch.OneOf, item)) == true,
        _ => matcher.OrMatch.ValueMatchers.Any(part => IsMatch(part, value)),
    };

    private static bool IsMatch(DoubleMatcher matcher, double value) =>
        matcher.MatchPatternCase == DoubleMatcher.MatchPatternOneofCase.Exact
            ? value == matcher.Exact
            : value >= matcher.Range.Start && value < matcher.Range.End;

    private static bool IsIn(CidrRange range, string address) =>
        new IPNetwork(IPAddress.Parse(range.AddressPrefix), (int)(range.PrefixLen ?? 0)).Contains(IPAddress.Parse(address));

    private static string PathOf(AuthorizationCase request) => request.Path.Split('?')[0];
}
