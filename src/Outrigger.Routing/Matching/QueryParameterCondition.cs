using System.Text;
using Envoy.Config.Route.V3;
using Outrigger.Routing.Compilation;
using Specifier = Envoy.Config.Route.V3.QueryParameterMatcher.QueryParameterMatchSpecifierOneofCase;

namespace Outrigger.Routing.Matching;

/// <summary>
/// A condition on the first parameter of a name in the query:
/// <c>envoy.config.route.v3.QueryParameterMatcher</c>. Without a specifier the parameter must be there.
/// </summary>
public sealed class QueryParameterCondition
{
    private readonly byte[] _name;
    private readonly bool _expectedPresence;
    private readonly bool _hasValue;
    private readonly ByteStringMatcher _value;

    private QueryParameterCondition(string name, bool expectedPresence, ByteStringMatcher? value)
    {
        _name = Encoding.UTF8.GetBytes(name);
        _expectedPresence = expectedPresence;
        _hasValue = value is not null;
        _value = value.GetValueOrDefault();
    }

    internal bool IsMatch(ReadOnlySpan<byte> query)
    {
        bool present = QueryString.TryGetFirst(query, _name, out ReadOnlySpan<byte> value);
        return _hasValue ? present && _value.IsMatch(value) : present == _expectedPresence;
    }

    /// <summary>The condition in words, as `explain` shows it.</summary>
    public override string ToString()
    {
        string condition = _hasValue ? _value.ToString() : _expectedPresence ? "present" : "absent";
        return $"query parameter {Encoding.UTF8.GetString(_name)} {condition}";
    }

    internal static QueryParameterCondition[] CompileAll(
        IReadOnlyList<QueryParameterMatcher> matchers, FieldPath path, CompileContext context)
    {
        var conditions = new List<QueryParameterCondition>(matchers.Count);
        for (int i = 0; i < matchers.Count; i++)
        {
            QueryParameterCondition? condition =
                Compile(matchers[i], path.Item("query_parameters", i), context);
            if (condition is not null)
            {
                conditions.Add(condition);
            }
        }

        return [.. conditions];
    }

    private static QueryParameterCondition? Compile(
        QueryParameterMatcher matcher, FieldPath path, CompileContext context)
    {
        if (matcher.Name.Length == 0)
        {
            context.Error(path.Field("name"), "a query parameter matcher needs the name of a parameter");
            return null;
        }

        if (matcher.QueryParameterMatchSpecifierCase != Specifier.StringMatch)
        {
            bool expected =
                matcher.QueryParameterMatchSpecifierCase == Specifier.None || matcher.PresentMatch;
            return new(matcher.Name, expected, null);
        }

        ByteStringMatcher? value =
            ByteStringMatcher.Compile(matcher.StringMatch, path.Field("string_match"), context);
        return value is null ? null : new(matcher.Name, expectedPresence: true, value);
    }
}
