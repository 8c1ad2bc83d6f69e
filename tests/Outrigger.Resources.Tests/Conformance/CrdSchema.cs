using YamlDotNet.RepresentationModel;

namespace Outrigger.Resources.Tests.Conformance;

/// <summary>A node of a CRD's OpenAPI schema.</summary>
internal sealed class CrdSchema(YamlMappingNode node)
{
    public string? Type => Text("type");

    public string? Format => Text("format");

    public bool IsIntOrString => Text("x-kubernetes-int-or-string") == "true";

    public bool PreservesUnknownFields => Text("x-kubernetes-preserve-unknown-fields") == "true";

    public bool IsNullable => Text("nullable") == "true";

    public CrdSchema? Items => Child("items") is YamlMappingNode items ? new CrdSchema(items) : null;

    public CrdSchema? AdditionalProperties =>
        Child("additionalProperties") is YamlMappingNode values ? new CrdSchema(values) : null;

    public IReadOnlyDictionary<string, CrdSchema> Properties =>
        Child("properties") is YamlMappingNode properties
            ? properties.Children.ToDictionary(
                p => ((YamlScalarNode)p.Key).Value!, p => new CrdSchema((YamlMappingNode)p.Value))
            : [];

    public bool HasProperties => Child("properties") is not null;

    public IReadOnlyList<string> Required => Texts("required");

    public IReadOnlyList<string> Enumeration => Texts("enum");

    public IReadOnlyList<string> ListMapKeys => Texts("x-kubernetes-list-map-keys");

    /// <summary>The validation expressions, in CEL.</summary>
    public IReadOnlyList<string> Rules =>
        Child("x-kubernetes-validations") is YamlSequenceNode rules
            ? [.. rules.Cast<YamlMappingNode>().Select(rule => new CrdSchema(rule).Text("rule")!)]
            : [];

    /// <summary>The groups of fields of which at most one may be set.</summary>
    public IReadOnlyList<IReadOnlyList<string>> OneOfs
    {
        get
        {
            List<YamlSequenceNode> groups = [];
            if (Child("oneOf") is YamlSequenceNode one) groups.Add(one);
            if (Child("allOf") is YamlSequenceNode all)
            {
                groups.AddRange(
                    all.Cast<YamlMappingNode>().Select(n => (YamlSequenceNode)n.Children["oneOf"]));
            }

            return
            [
                .. groups.Select(group => (IReadOnlyList<string>)
                [
                    .. group.Cast<YamlMappingNode>().SelectMany(choice => new CrdSchema(choice).Required),
                ]),
            ];
        }
    }

    public string? Text(string key) => (Child(key) as YamlScalarNode)?.Value;

    private YamlNode? Child(string key) => node.Children.TryGetValue(key, out YamlNode? child) ? child : null;

    private IReadOnlyList<string> Texts(string key) =>
        Child(key) is YamlSequenceNode texts
            ? [.. texts.Cast<YamlScalarNode>().Select(text => text.Value!)]
            : [];
}
