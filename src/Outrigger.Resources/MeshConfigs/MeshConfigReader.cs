using Outrigger.Resources.Kubernetes.ConfigMaps;
using Outrigger.Resources.Reading;
using Outrigger.Resources.Schema;
using Outrigger.Resources.Text;

namespace Outrigger.Resources.MeshConfigs;

/// <summary>
/// Reads the mesh's configuration out of its ConfigMap, as strictly as objects are read: unknown fields are errors,
/// fields without effect are warnings, each at its place in the file.
/// </summary>
public static class MeshConfigReader
{
    /// <summary>The name of the ConfigMap.</summary>
    public const string ConfigMapName = "istio";

    /// <summary>The key of the configuration in it.</summary>
    public const string Key = "mesh";

    private const string NetworksKey = "meshNetworks";

    /// <summary>Whether an object holds the mesh's configuration, in whatever namespace.</summary>
    public static bool IsMeshConfig(ResourceKey key) => key is { Kind: "ConfigMap", Name: ConfigMapName };

    /// <summary>Reads the configuration.</summary>
    /// <param name="map">The ConfigMap.</param>
    /// <returns>
    /// The configuration, which is empty if the ConfigMap has none and null if it has errors, and all findings.
    /// </returns>
    public static (MeshConfig? Config, IReadOnlyList<Diagnostic> Findings) Read(ResourceObject<ConfigMap> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        var context = new ReadingContext(map.Source?.File ?? "", OriginOf(map)) { Resource = map.Key };
        MeshConfig? config = map.Spec.Data.TryGetValue(Key, out string? text)
            ? ReadText(text.TrimStart('\uFEFF'), context)
            : new MeshConfig();
        return (context.HasErrors ? null : config, [.. context.Diagnostics, .. FindingsOfNetworks(map)]);
    }

    private static MeshConfig? ReadText(string text, ReadingContext context)
    {
        string path = FieldPath.Key("data", Key);
        IReadOnlyList<DocumentText> documents = DocumentText.Split(text);
        if (documents.Count > 1)
        {
            var second = new SourceScalar(documents[1].LineOffset + 1, 1, "", ScalarKind.Null);
            context.Error(second, path, DiagnosticCodes.Syntax, "found several documents, expected one");
            return null;
        }

        TreeResult tree = documents.Count == 0 ? new TreeResult(null, []) : YamlTreeReader.Read(documents[0]);
        foreach (TreeError error in tree.Errors)
        {
            var at = new SourceScalar(error.Line, error.Column, "", ScalarKind.Null);
            context.Error(at, error.Path.Length == 0 ? path : $"{path}.{error.Path}", error.Code, error.Message);
        }

        switch (tree.Root)
        {
            case null or SourceScalar { Kind: ScalarKind.Null }:
                return new MeshConfig();
            case SourceMapping root:
                return (MeshConfig)RecordReader.Read(root, RecordSchema.Of(typeof(MeshConfig)), path, context);
            case { } other:
                context.Expected(other, path, DiagnosticCodes.WrongType, "a mapping");
                return null;
        }
    }

    /// <summary>Networks of other clusters are another key; an empty list of them is Istio's default.</summary>
    private static IEnumerable<Diagnostic> FindingsOfNetworks(ResourceObject<ConfigMap> map)
    {
        bool isEmpty = !map.Spec.Data.TryGetValue(NetworksKey, out string? networks)
            || networks.Trim() is "" or "{}" or "networks: {}";
        if (isEmpty) yield break;
        string path = FieldPath.Key("data", NetworksKey);
        yield return new Diagnostic
        {
            Severity = Severity.Warning,
            Code = DiagnosticCodes.ParsedOnly,
            Message = $"the key \"{NetworksKey}\" is accepted but not acted upon by this version of the mesh",
            Path = path,
            Position = map.PositionOf(path),
            Resource = map.Key,
        };
    }

    private static TextOrigin? OriginOf(ResourceObject map) =>
        map.Source?.Root.Find("data") is SourceMapping data && data.Find(Key) is SourceScalar scalar
            ? scalar.Content
            : null;
}
