using System.Text.Json;
using Outrigger.Routing.Jwt;
using Outrigger.Testing.Corpora;

namespace Outrigger.Proxy.Tests.Jwt;

/// <summary>The published test vectors of JSON Web Signatures and Keys (Project Wycheproof).</summary>
public sealed class JoseCorpusTests
{
    private const string Symmetric = "symmetric keys are not accepted, whatever they sign";
    private const string NotRegistered = "the key's algorithm \"ES521\" is not registered; its name is ES512";
    private const string Another = "the key is for PS256 only, and the token is of PS384";

    /// <summary>Marked valid, and refused all the same.</summary>
    private static readonly Dictionary<string, string> s_refusedSignatures = new()
    {
        ["1 acceptsValid"] = Symmetric,
        ["346 Figure20"] = Another,
        ["347 Figure27"] = NotRegistered,
        ["348 Figure35"] = Symmetric,
        ["350 Figure20"] = Another,
        ["351 Figure27"] = NotRegistered,
        ["352 Figure35"] = Symmetric,
        ["357 ValidMac"] = Symmetric,
        ["358 ValidEdgeCaseMac"] = Symmetric,
        ["359 ValidEdgeCaseMac"] = Symmetric,
        ["372 InvalidCharacterInsertedInHeader"] = Symmetric,
        ["373 InvalidCharacterInsertedInPayload"] = Symmetric,
        ["376 ValidSpacesInJsonHeader"] = Symmetric,
        ["377 ValidWhiteSpaceInJsonHeader"] = Symmetric,
    };

    private static readonly Dictionary<string, string> s_refusedKeys = new()
    {
        ["2 acceptsValid"] = Symmetric,
        ["13 long_key"] = Symmetric,
        ["14 long_key"] = Symmetric,
        ["15 long_key"] = Symmetric,
    };

    [Fact]
    public void Signatures_verify_or_are_refused_as_marked() =>
        Check("json_web_signature_test.json", 401, s_refusedSignatures, key => $$"""{"keys":[{{key}}]}""");

    [Fact]
    public void Keys_are_used_or_refused_as_marked() =>
        Check("json_web_key_test.json", 26, s_refusedKeys, set => set);

    /// <summary>What is refused for the algorithm that its key names verifies once the key names the right one.</summary>
    [Theory]
    [InlineData("ES521", "ES512", "Figure27")]
    [InlineData("PS256", "PS384", "Figure20")]
    public void Signatures_verify_by_the_right_name(string wrongName, string rightName, string figure)
    {
        var judged = 0;
        foreach (var (name, key, token, _) in Vectors("json_web_signature_test.json"))
        {
            if (!name.EndsWith(figure, StringComparison.Ordinal))
                continue;
            judged++;
            string keySet = $$"""{"keys":[{{key.Replace(wrongName, rightName, StringComparison.Ordinal)}}]}""";
            Assert.Equal(JwtStatus.Ok, TokenJudge.JudgeSignature(token, keySet));
        }

        Assert.Equal(2, judged);
    }

    private static void Check(
        string file, int count, Dictionary<string, string> refused, Func<string, string> keySetOf)
    {
        var differences = new List<string>();
        var judged = 0;
        foreach (var (name, key, token, isValid) in Vectors(file))
        {
            judged++;
            JwtStatus status = TokenJudge.JudgeSignature(token, keySetOf(key));
            bool isExpected = isValid && !refused.ContainsKey(name);
            if (isExpected != (status == JwtStatus.Ok))
                differences.Add($"{name}: {status}, expected it to be {(isExpected ? "accepted" : "refused")}");
        }

        Assert.Equal("", string.Join('\n', differences));
        Assert.Equal(count, judged);
    }

    private static IEnumerable<(string Name, string Key, string Token, bool IsValid)> Vectors(string file)
    {
        string? folder = SharedData.Find("corpora/jose");
        Assert.SkipWhen(folder is null, "the published vectors are not there: ../shared/corpora/jose");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, file)));
        foreach (JsonElement group in document.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            string key = (group.TryGetProperty("public", out JsonElement shown) ? shown : group.GetProperty("private"))
                .GetRawText();
            foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
            {
                JsonElement token = test.GetProperty("jws");
                yield return (
                    $"{test.GetProperty("tcId")} {test.GetProperty("comment")}",
                    key,
                    token.ValueKind == JsonValueKind.String ? token.GetString()! : token.GetRawText(),
                    test.GetProperty("result").ValueEquals("valid"));
            }
        }
    }
}
