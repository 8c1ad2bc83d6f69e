using System.Text.Json;
using Outrigger.Testing.Corpora;

namespace Outrigger.Http.Tests.Hpack;

/// <summary>One step of a story: a block, the table size that was set before it, and its fields.</summary>
internal sealed record HpackCase(byte[] Wire, int? TableSize, IReadOnlyList<KeyValuePair<string, string>> Fields);

/// <summary>The blocks of one direction of a connection, from the corpus of http2jp/hpack-test-case.</summary>
internal sealed record HpackStory(string Name, IReadOnlyList<HpackCase> Cases)
{
    internal static IReadOnlyList<HpackStory> Read(string folder)
    {
        string? path = SharedData.Find("corpora/hpack/" + folder);
        Assert.SkipWhen(path is null, "The HPACK stories (shared/corpora/hpack) are not on this machine.");
        return [.. Directory.GetFiles(path!, "*.json").Order(StringComparer.Ordinal).Select(Parse)];
    }

    private static HpackStory Parse(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
        return new HpackStory(
            Path.GetFileNameWithoutExtension(file),
            [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(ParseCase)]);
    }

    private static HpackCase ParseCase(JsonElement item)
    {
        byte[] wire = item.TryGetProperty("wire", out JsonElement hex) ? Convert.FromHexString(hex.GetString()!) : [];
        int? size = item.TryGetProperty("header_table_size", out JsonElement value) ? value.GetInt32() : null;
        var fields = item.GetProperty("headers").EnumerateArray()
            .SelectMany(field => field.EnumerateObject())
            .Select(field => KeyValuePair.Create(field.Name, field.Value.GetString()!));
        return new HpackCase(wire, size, [.. fields]);
    }
}
