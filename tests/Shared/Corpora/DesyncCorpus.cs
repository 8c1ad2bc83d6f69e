using System.Text;
using YamlDotNet.RepresentationModel;

namespace Outrigger.Testing.Corpora;

/// <summary>Reads the request heads of http-desync-guardian's test suite.</summary>
public static class DesyncCorpus
{
    /// <summary>All cases of all files in a folder, in a stable order.</summary>
    public static IReadOnlyList<DesyncCase> Read(string folder)
    {
        List<DesyncCase> cases = [];
        foreach (string path in Directory.GetFiles(folder, "*.yaml").Order(StringComparer.Ordinal))
        {
            using StreamReader reader = new(path, Encoding.UTF8);
            YamlStream stream = new();
            stream.Load(reader);
            if (stream.Documents.Count == 0 || stream.Documents[0].RootNode is not YamlSequenceNode items)
                continue;
            cases.AddRange(items.Children.Select(item => ReadCase(Path.GetFileName(path), (YamlMappingNode)item)));
        }

        return cases;
    }

    private static DesyncCase ReadCase(string file, YamlMappingNode item)
    {
        YamlMappingNode expected = (YamlMappingNode)item["expected"];
        return new DesyncCase(
            file,
            Text(item, "name"),
            Enum.Parse<DesyncTier>(Text(expected, "tier")),
            Text(expected, "reason"),
            ReadHead(item));
    }

    private static byte[] ReadHead(YamlMappingNode item)
    {
        MemoryStream head = new();
        // The corpus has parsed URIs. One without path is written as "/" on the wire (RFC 9112 section 3.2.1).
        string target = Text(item, "uri") is { Length: > 0 } uri ? uri : "/";
        string line = $"{Text(item, "method")} {target} {Text(item, "version")}";
        Append(head, line.TrimEnd(' ') + VersionTail(item));
        bool hasHost = false;
        if (item.Children.TryGetValue("headers", out YamlNode? headers) && headers is YamlSequenceNode list)
        {
            foreach (YamlMappingNode header in list.Children.Cast<YamlMappingNode>())
            {
                string name = Text(header, "name");
                hasHost |= name.Equals("host", StringComparison.OrdinalIgnoreCase);
                Append(head, $"{name}:{Text(header, "value")}\r\n");
            }
        }

        Append(head, hasHost ? "\r\n" : "Host: example.com\r\n\r\n");
        return head.ToArray();
    }

    // An empty version is a request of HTTP/0.9, which has no third word; other trailing spaces are part of
    // the case.
    private static string VersionTail(YamlMappingNode item)
    {
        string version = Text(item, "version");
        return new string(' ', version.Length - version.TrimEnd(' ').Length) + "\r\n";
    }

    // An escape such as "\x80" stands for that one byte, and text beyond Latin-1 for its UTF-8 bytes.
    private static void Append(MemoryStream head, string text) =>
        head.Write(text.All(character => character <= 0xFF)
            ? Encoding.Latin1.GetBytes(text)
            : Encoding.UTF8.GetBytes(text));

    private static string Text(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out YamlNode? value) ? ((YamlScalarNode)value).Value ?? "" : "";
}
