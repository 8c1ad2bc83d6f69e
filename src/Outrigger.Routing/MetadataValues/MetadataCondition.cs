using System.Text;
using Envoy.Type.Matcher.V3;
using Outrigger.Routing.Compilation;
using Outrigger.Routing.Matching;

namespace Outrigger.Routing.MetadataValues;

/// <summary>
/// A condition on one value that a filter noted: <c>envoy.type.matcher.v3.MetadataMatcher</c>. A value that is not
/// there meets no condition, and every inverted one.
/// </summary>
public sealed class MetadataCondition
{
    private readonly byte[][] _path;
    private readonly ValueCondition _value;
    private readonly bool _invert;

    private MetadataCondition(MetadataMatcher matcher, ValueCondition value)
    {
        Filter = matcher.Filter;
        Key = matcher.Path[0].Key;
        _path = [.. matcher.Path.Skip(1).Select(segment => Encoding.UTF8.GetBytes(segment.Key))];
        _value = value;
        _invert = matcher.Invert;
    }

    /// <summary>The namespace of the filter.</summary>
    public string Filter { get; }

    /// <summary>The key in the filter's namespace; there may be further steps from its value.</summary>
    public string Key { get; }

    /// <summary>
    /// The condition on the value; null when it is inverted, so that a value that is not there meets it.
    /// </summary>
    internal ValueCondition? Value => _invert ? null : _value;

    /// <summary>Where the value is, in one text.</summary>
    internal string Place =>
        string.Join('\0', [Filter, Key, .. _path.Select(Encoding.UTF8.GetString)]);

    /// <summary>The condition in words, as `explain` shows it.</summary>
    public override string ToString() =>
        $"metadata {Place.Replace('\0', '/')} {(_invert ? "not as" : "as")} expected";

    /// <summary>Whether the condition is met.</summary>
    /// <param name="metadata">What filters noted.</param>
    public bool IsMatch(DynamicMetadata metadata)
    {
        MetadataValue? value = Find(metadata);
        return (value is not null && _value.IsMatch(value)) != _invert;
    }

    /// <summary>The value that the condition is on; null when it is not there.</summary>
    internal MetadataValue? Find(DynamicMetadata metadata)
    {
        MetadataValue? value = metadata.Find(Filter, Key);
        for (int i = 0; i < _path.Length && value is not null; i++)
        {
            value = value.Find(_path[i]);
        }

        return value;
    }

    /// <summary>Compiles a condition.</summary>
    /// <param name="matcher">The condition; not kept.</param>
    /// <param name="path">Where it stands, for mistakes.</param>
    /// <param name="errors">Takes the mistakes.</param>
    /// <returns>The condition; null after mistakes.</returns>
    public static MetadataCondition? Compile(
        MetadataMatcher matcher, string path, ICollection<ConfigurationError> errors)
    {
        var context = new CompileContext(RoutingLimits.Default);
        MetadataCondition? condition = Compile(matcher, FieldPath.Root.Field(path), context);
        foreach (ConfigurationError error in context.Errors)
        {
            errors.Add(error);
        }

        return condition;
    }

    internal static MetadataCondition? Compile(MetadataMatcher matcher, FieldPath path, CompileContext context)
    {
        if (matcher.Filter.Length == 0)
        {
            context.Error(path.Field("filter"), "the name of a filter is missing");
        }

        bool hasPath = matcher.Path.Count > 0 && matcher.Path.All(segment => segment.Key.Length > 0);
        if (!hasPath)
        {
            context.Error(path.Field("path"), "expected at least one key, and none of them empty");
        }

        ValueCondition? value = ValueCondition.Compile(matcher.Value, path.Field("value"), context, depth: 0);
        return value is null || !hasPath || matcher.Filter.Length == 0 ? null : new(matcher, value);
    }
}
