using System.Text.RegularExpressions;
using Envoy.Config.Core.V3;
using Envoy.Type.Matcher.V3;
using Google.Protobuf.WellKnownTypes;

namespace Outrigger.Xds.Server.Status;

/// <summary>
/// Which nodes a status request is about: those for which any of its matchers holds, or all without matchers.
/// A matcher holds when its id and all of its metadata conditions do.
/// </summary>
internal sealed class NodeFilter
{
    private readonly List<Predicate<Node>> _matchers = [];

    private NodeFilter()
    {
    }

    public bool Matches(Node node) => _matchers.Count == 0 || _matchers.Exists(matcher => matcher(node));

    /// <summary>Compiles the matchers.</summary>
    /// <returns>What is wrong with them, or null.</returns>
    public static string? TryCompile(IEnumerable<NodeMatcher> matchers, out NodeFilter? filter)
    {
        filter = null;
        var compiled = new NodeFilter();
        try
        {
            foreach (NodeMatcher matcher in matchers)
                compiled._matchers.Add(Compile(matcher));
        }
        catch (ArgumentException mistake)
        {
            return "node_matchers: " + mistake.Message;
        }

        filter = compiled;
        return null;
    }

    private static Predicate<Node> Compile(NodeMatcher matcher)
    {
        Predicate<string> id = matcher.NodeId is null ? _ => true : Compile(matcher.NodeId);
        List<Predicate<Value>> metadata = [.. matcher.NodeMetadatas.Select(Compile)];
        return node => id(node.Id)
            && metadata.TrueForAll(condition => condition(Value.ForStruct(node.Metadata ?? new Struct())));
    }

    private static Predicate<Value> Compile(StructMatcher matcher)
    {
        string[] path = [.. matcher.Path.Select(segment => segment.Key)];
        Predicate<Value?> condition = Compile(matcher.Value ?? new ValueMatcher { PresentMatch = true });
        return root =>
        {
            Value? value = root;
            foreach (string key in path)
                value = value?.StructValue?.Fields.GetValueOrDefault(key);
            return condition(value);
        };
    }

    private static Predicate<Value?> Compile(ValueMatcher matcher)
    {
        switch (matcher.MatchPatternCase)
        {
            case ValueMatcher.MatchPatternOneofCase.NullMatch:
                return value => value?.KindCase == Value.KindOneofCase.NullValue;
            case ValueMatcher.MatchPatternOneofCase.DoubleMatch:
                return value => value?.KindCase == Value.KindOneofCase.NumberValue
                    && InRange(matcher.DoubleMatch, value.NumberValue);
            case ValueMatcher.MatchPatternOneofCase.StringMatch:
                Predicate<string> text = Compile(matcher.StringMatch);
                return value => value?.KindCase == Value.KindOneofCase.StringValue && text(value.StringValue);
            case ValueMatcher.MatchPatternOneofCase.BoolMatch:
                return value => value?.KindCase == Value.KindOneofCase.BoolValue
                    && value.BoolValue == matcher.BoolMatch;
            case ValueMatcher.MatchPatternOneofCase.PresentMatch:
                return value => value is not null == matcher.PresentMatch;
            case ValueMatcher.MatchPatternOneofCase.ListMatch when matcher.ListMatch.OneOf is not null:
                Predicate<Value?> element = Compile(matcher.ListMatch.OneOf);
                return value => value?.KindCase == Value.KindOneofCase.ListValue
                    && value.ListValue.Values.Any(member => element(member));
            case ValueMatcher.MatchPatternOneofCase.OrMatch:
                List<Predicate<Value?>> any = [.. matcher.OrMatch.ValueMatchers.Select(Compile)];
                return value => any.Exists(condition => condition(value));
            default:
                throw new ArgumentException("a value matcher says nothing to match");
        }
    }

    private static bool InRange(DoubleMatcher matcher, double number) => matcher.Range is { } range
        ? number >= range.Start && number < range.End
        : number == matcher.Exact;

    private static Predicate<string> Compile(StringMatcher matcher)
    {
        StringComparison comparison =
            matcher.IgnoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return matcher.MatchPatternCase switch
        {
            StringMatcher.MatchPatternOneofCase.Exact => text => text.Equals(matcher.Exact, comparison),
            StringMatcher.MatchPatternOneofCase.Prefix => text => text.StartsWith(matcher.Prefix, comparison),
            StringMatcher.MatchPatternOneofCase.Suffix => text => text.EndsWith(matcher.Suffix, comparison),
            StringMatcher.MatchPatternOneofCase.Contains => text =>
                text.Contains(matcher.Contains, comparison),
            StringMatcher.MatchPatternOneofCase.SafeRegex => WholeMatch(matcher.SafeRegex.Regex),
            _ => throw new ArgumentException("a string matcher says nothing to match"),
        };
    }

    private static Predicate<string> WholeMatch(string pattern)
    {
        // The pattern is a client's: linear time only.
        var regex = new Regex(
            @"\A(?:" + pattern + @")\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        return regex.IsMatch;
    }
}
