using Outrigger.Resources.Schema;
using Outrigger.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Outrigger.Resources.Tests.Conformance;

/// <summary>Our records against the schemas that Istio publishes.</summary>
public class CrdConformanceTests
{
    private static readonly Lazy<IReadOnlyList<(
        string Group, string Kind, string Version, CrdSchema Schema)>> Crds =
        new(LoadCrds);

    [Fact]
    public void Every_kind_and_served_version_is_known_and_no_other()
    {
        string[] theirs = [.. Crds.Value.Select(crd => $"{crd.Group}/{crd.Version} {crd.Kind}").Order()];
        string[] ours =
        [
            .. ResourceKinds.All
                .Where(kind => kind.Group.EndsWith(".istio.io", StringComparison.Ordinal))
                .SelectMany(kind => kind.Versions.Select(version => $"{kind.ApiVersionOf(version)} {kind}"))
                .Order(),
        ];
        Assert.Equal(theirs, ours);
    }

    [Fact]
    public void Every_field_of_every_kind_has_the_type_and_rules_of_its_schema()
    {
        var comparison = new SchemaComparison();
        foreach ((string group, string name, string version, CrdSchema schema) in Crds.Value)
        {
            ResourceKind kind = ResourceKinds.Find(group, name)!;
            string path = $"{version} {name}";
            CrdSchema spec = schema.Properties["spec"];
            comparison.CompareRecord(spec, RecordSchema.Of(kind.SpecType), $"{path}.spec");
            comparison.CompareRecord(
                schema.Properties["status"], RecordSchema.Of(kind.StatusType!), $"{path}.status");
            Assert.True(
                schema.Required.Contains("spec") == kind.IsSpecRequired, $"{path}: whether the spec is "
                    + "required");
        }

        Assert.Empty(comparison.Differences);
        Assert.True(comparison.FieldCount > 2000, $"only {comparison.FieldCount} fields were compared");
    }

    [Fact]
    public void Plurals_and_short_names_are_those_of_the_definitions()
    {
        foreach (YamlMappingNode spec in Specs())
        {
            var names = (YamlMappingNode)spec.Children["names"];
            ResourceKind kind = ResourceKinds.Find(Text(spec, "group"), Text(names, "kind"))!;
            Assert.Equal(Text(names, "plural"), kind.Plural);
            Assert.Equal(Text(names, "singular"), kind.Singular);
            IEnumerable<string> shortNames = names.Children.TryGetValue("shortNames", out YamlNode? list)
                ? ((YamlSequenceNode)list).Select(name => ((YamlScalarNode)name).Value!)
                : [];
            Assert.Equal(shortNames, kind.ShortNames);
        }
    }

    private static IReadOnlyList<(string Group, string Kind, string Version, CrdSchema Schema)> LoadCrds() =>
    [
        .. from spec in Specs()
           from YamlMappingNode version in (YamlSequenceNode)spec.Children["versions"]
           where Text(version, "served") == "true"
           let schema =
               (YamlMappingNode)((YamlMappingNode)version.Children["schema"]).Children["openAPIV3Schema"]
           let kind = Text((YamlMappingNode)spec.Children["names"], "kind")
           select (Text(spec, "group"), kind, Text(version, "name"), new CrdSchema(schema)),
    ];

    private static IEnumerable<YamlMappingNode> Specs()
    {
        var stream = new YamlStream();
        using var reader = new StreamReader(SharedFolder.Require("istio", "crds.yaml"));
        stream.Load(reader);
        return stream.Documents
            .Select(document => document.RootNode)
            .OfType<YamlMappingNode>()
            .Select(root => (YamlMappingNode)root.Children["spec"]);
    }

    private static string Text(YamlMappingNode node, string key) =>
        ((YamlScalarNode)node.Children[key]).Value!;
}
