using System.Text;
using Envoy.Config.Core.V3;
using Google.Protobuf;
using Outrigger.Analysis;
using Outrigger.Config;
using Outrigger.Resources;
using Outrigger.Xds.Contract.Json;

namespace Outrigger.Discovery.Tests.Golden;

/// <summary>
/// One golden case: a folder with <c>input.yaml</c>, one <c>node-NAME.yaml</c> for each proxy, and what is
/// expected: <c>statuses.txt</c> (the verdict of every object) and <c>NAME.json</c> (all that the proxy is
/// told).
/// </summary>
internal sealed class GoldenCase(string folder)
{
    /// <summary>What the case gives now, by file name.</summary>
    public SortedDictionary<string, string> Run()
    {
        var read = ResourceReader.Read(File.ReadAllText(Path.Combine(folder, "input.yaml")), "input.yaml");
        var analysis = Analyzer.Analyze(new ConfigSnapshot(1, read.Objects, read.Diagnostics));
        var accepted = read.Objects.Where(item => analysis.Verdicts[item.Key].Verdict != Verdict.Rejected);
        var snapshot = MeshSnapshot.Build(new ConfigSnapshot(1, accepted), new MeshOptions());

        var results = new SortedDictionary<string, string> { ["statuses.txt"] = Statuses(analysis) };
        foreach (var file in Directory.GetFiles(folder, "node-*.yaml").Order(StringComparer.Ordinal))
        {
            var document = ProtoDocumentReader.Read<Node>(File.ReadAllText(file), Path.GetFileName(file));
            Assert.Empty(document.Errors);
            var name = Path.GetFileNameWithoutExtension(file)["node-".Length..];
            results[$"{name}.json"] = Json(ResourceGenerator.Generate(snapshot, Mesh.Parse(document.Message!)));
        }
        return results;
    }

    private static string Statuses(AnalysisResult analysis)
    {
        var text = new StringBuilder();
        foreach (var verdict in analysis.Verdicts.Values.OrderBy(verdict => verdict.Resource))
        {
            text.Append(verdict.Resource).Append(": ").Append(verdict.Verdict).Append('\n');
            foreach (var message in verdict.Messages) text.Append("  ").Append(message).Append('\n');
        }
        foreach (var message in analysis.Snapshot.Diagnostics) text.Append(message).Append('\n');
        return text.ToString();
    }

    private static string Json(ProxyResources resources)
    {
        var text = new StringBuilder("{\n");
        Section(text, "clusters", resources.Clusters);
        Section(text, "endpoints", resources.Endpoints);
        Section(text, "listeners", resources.Listeners);
        Section(text, "routes", resources.Routes, isLast: resources.Secrets.Count == 0);
        // What is in them is secret, here as everywhere.
        var secrets = resources.Secrets.Select(secret => $"{{ \"name\": \"{secret.Name}\" }}").ToList();
        if (secrets.Count > 0) text.Append("\"secrets\": [\n").AppendJoin(",\n", secrets).Append("\n]\n");
        return text.Append("}\n").ToString();
    }

    private static void Section(
        StringBuilder text, string name, IEnumerable<IMessage> messages, bool isLast = false)
    {
        text.Append('"').Append(name).Append("\": [\n");
        text.AppendJoin(",\n", messages.Select(
            message => ProtoJsonWriter.ToJson(message, ProtoJsonOptions.Readable)));
        text.Append(isLast ? "\n]\n" : "\n],\n");
    }
}
