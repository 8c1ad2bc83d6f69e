using Outrigger.Tests.Support;

namespace Outrigger.Resources.Tests.Fuzz;

/// <summary>The reader takes any text, so it must survive any text.</summary>
public class ReaderFuzzTests
{
    private const int Rounds = 3000;

    private static readonly string[] Fragments =
    [
        "\n---\n", "\n...\n", ": ", "- ", "{", "}", "[", "]", "&a ", "*a", "!!str ", "!x ", "|\n", ">-\n",
        "\t", "\r", "\0", "\"", "'",
        "? ", "<<: ", "%YAML 1.1\n", "# ", "null", "~", "\uFEFF", "\u2028", "\uD800",
        "0x", "1e999", "-", "spec:\n", "  ", "\n",
        "apiVersion: v1\nkind: List\nitems:\n- "
            + "", "kind: VirtualService\n", ",", "@", "`", "metadata: {name: }",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(20260131)]
    public void Mutated_texts_never_throw_and_every_finding_has_a_place(int seed)
    {
        var random = new Random(seed);
        string[] seeds = Seeds();
        for (int round = 0; round < Rounds; round++)
        {
            string text = Mutate(seeds[random.Next(seeds.Length)], random);
            try
            {
                ReadResult read = ResourceReader.Read(text, random.Next(8) == 0 ? "x.json" : "x.yaml");
                Assert.All(
                    read.Diagnostics,
                    finding => Assert.True(finding is { Line: > 0, Column: > 0 }, finding.ToString()));
                foreach (ResourceObject resource in read.Objects) ResourceWriter.ToYaml(resource);
            }
            catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"seed {seed}, round {round}: {exception}\n{text}");
            }
        }
    }

    private static string[] Seeds()
    {
        string folder = Golden.FolderOf("../Writing/Cases");
        return [
            .. Directory.GetFiles(folder, "*.*", SearchOption.AllDirectories).Order().Select(File.ReadAllText)
        ];
    }

    private static string Mutate(string text, Random random)
    {
        int count = random.Next(1, 6);
        for (int i = 0; i < count && text.Length > 0; i++)
        {
            int at = random.Next(text.Length);
            int length = Math.Min(random.Next(1, 20), text.Length - at);
            text = random.Next(6) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, Fragments[random.Next(Fragments.Length)]),
                2 => text.Insert(at, text.Substring(at, length)),
                3 => text[..at],
                4 => text[..at] + (char)random.Next(1, 0x3000) + text[(at + 1)..],
                _ => text.Remove(at, length).Insert(at, Fragments[random.Next(Fragments.Length)]),
            };
        }

        return text;
    }
}
