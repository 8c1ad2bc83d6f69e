using System.Text.RegularExpressions;
using Envoy.Config.Rbac.V3;
using Envoy.Config.Route.V3;
using Envoy.Extensions.Path.Match.UriTemplate.V3;
using Envoy.Type.Matcher.V3;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Testing.Authorization;

namespace Outrigger.Discovery.Tests.Security.Authorization;

/// <summary>
/// Makes requests by chance of the values that rules ask for, and of values that are nearly these: every field that
/// occurs in the rules takes values that meet each of its conditions.
/// </summary>
internal sealed class RandomRequests
{
    private readonly Random _random;
    private readonly List<string> _methods = ["GET", "DELETE"];
    private readonly List<string> _hosts = ["elsewhere.org"];
    private readonly List<string> _paths = ["/elsewhere"];
    private readonly List<string> _principals = ["spiffe://x/ns/x/sa/x"];
    private readonly List<string> _serverNames = [""];
    private readonly List<string> _addresses = ["203.0.113.9"];
    private readonly List<ushort> _ports = [1];
    private readonly Dictionary<string, List<string>> _headers = [];
    private readonly Dictionary<string, List<string>> _claims = [];

    public RandomRequests(IEnumerable<RBAC?> rules, int seed)
    {
        _random = new Random(seed);
        foreach (var policy in rules.OfType<RBAC>().SelectMany(each => each.Policies.Values))
        {
            foreach (var permission in policy.Permissions) Harvest(permission);
            foreach (var principal in policy.Principals) Harvest(principal);
        }
    }

    public AuthorizationRequest Next()
    {
        var claims = new Struct();
        foreach (var (path, values) in _claims.Where(_ => _random.Next(4) > 0))
        {
            var fields = claims.Fields;
            string[] keys = path.Split('\0');
            foreach (string key in keys[..^1])
            {
                if (!fields.TryGetValue(key, out var inner) || inner.StructValue is null)
                    fields[key] = inner = Value.ForStruct(new Struct());
                fields = inner.StructValue.Fields;
            }
            var value = Value.ForString(Pick(values));
            fields[keys[^1]] = _random.Next(3) == 0 ? Value.ForList(Value.ForString("other"), value) : value;
        }
        return new AuthorizationRequest
        {
            Method = Pick(_methods),
            Host = Pick(_hosts),
            Path = Pick(_paths),
            Headers = _headers.Where(_ => _random.Next(4) > 0).ToDictionary(each => each.Key, each => Pick(each.Value)),
            Peer = _random.Next(8) == 0 ? null : Pick(_principals),
            ServerName = Pick(_serverNames),
            Address = Pick(_addresses),
            Source = Pick(_addresses),
            Forwarded = Pick(_addresses),
            Destination = $"{Pick(_addresses)}:{Pick(_ports)}",
            Claims = claims,
        };
    }

    private void Harvest(Permission permission)
    {
        foreach (var rule in permission.AndRules?.Rules ?? []) Harvest(rule);
        foreach (var rule in permission.OrRules?.Rules ?? []) Harvest(rule);
        if (permission.NotRule is { } not) Harvest(not);
        if (permission.Header is { } header) Harvest(header);
        if (permission.UrlPath is { } path) _paths.AddRange(SamplesOf(path.Path));
        if (permission.UriTemplate is { } template)
        {
            string text = template.TypedConfig.Unpack<UriTemplateMatchConfig>().PathTemplate;
            _paths.AddRange([text.Replace("**", "a/b").Replace("*", "a"), text.Replace("*", ""), text]);
        }
        if (permission.DestinationIp is { } range) _addresses.Add(range.AddressPrefix);
        if (permission.RuleCase == Permission.RuleOneofCase.DestinationPort) _ports.Add((ushort)permission.DestinationPort);
        if (permission.RequestedServerName is { } name) _serverNames.AddRange(SamplesOf(name));
    }

    private void Harvest(Principal principal)
    {
        foreach (var id in principal.AndIds?.Ids ?? []) Harvest(id);
        foreach (var id in principal.OrIds?.Ids ?? []) Harvest(id);
        if (principal.NotId is { } not) Harvest(not);
        if (principal.Header is { } header) Harvest(header);
        if (principal.Authenticated is { } peer) _principals.AddRange(SamplesOf(peer.PrincipalName));
        if ((principal.DirectRemoteIp ?? principal.RemoteIp) is { } range) _addresses.Add(range.AddressPrefix);
        if (principal.Metadata is not { } metadata) return;
        var path = string.Join('\0', metadata.Path.Skip(1).Select(segment => segment.Key));
        if (!_claims.TryGetValue(path, out var values)) _claims.Add(path, values = ["other"]);
        Harvest(metadata.Value, values);
    }

    private void Harvest(HeaderMatcher header)
    {
        List<string> values = header.Name switch
        {
            ":method" => _methods,
            ":authority" => _hosts,
            string name when _headers.TryGetValue(name.ToLowerInvariant(), out var known) => known,
            string name => _headers[name.ToLowerInvariant()] = ["other", ""],
        };
        if (header.StringMatch is { } text) values.AddRange(SamplesOf(text));
        if (header.SafeRegexMatch is { } regex) values.AddRange(SamplesOf(new StringMatcher { SafeRegex = regex }));
    }

    private static void Harvest(ValueMatcher value, List<string> values)
    {
        if (value.StringMatch is { } text) values.AddRange(SamplesOf(text));
        if (value.ListMatch?.OneOf is { } item) Harvest(item, values);
        foreach (var part in value.OrMatch?.ValueMatchers ?? []) Harvest(part, values);
    }

    private static IEnumerable<string> SamplesOf(StringMatcher matcher)
    {
        string text = matcher.MatchPatternCase switch
        {
            StringMatcher.MatchPatternOneofCase.Exact => matcher.Exact,
            StringMatcher.MatchPatternOneofCase.Prefix => matcher.Prefix + "x",
            StringMatcher.MatchPatternOneofCase.Suffix => "x" + matcher.Suffix,
            _ => ExampleOf(matcher.SafeRegex.Regex),
        };
        return [text, text.ToUpperInvariant(), text + "z", "z" + text];
    }

    /// <summary>A text that one of Istio's expressions matches.</summary>
    private static string ExampleOf(string pattern)
    {
        string text = pattern.Replace("(?i)", "").Replace("(.+/|)", "k/").Replace("(/.+)?", "");
        text = Regex.Replace(text, @"(?<!\\)\.[+*]|\[\^/\]\*", "x");
        return text.Replace("\\", "", StringComparison.Ordinal);
    }

    private T Pick<T>(IReadOnlyList<T> values) => values[_random.Next(values.Count)];
}
