using System.Text;
using Outrigger.Http.Paths;

namespace Outrigger.Http.Tests.Paths;

public sealed class PathNormalizerTests
{
    private static readonly PathNormalizationOptions s_normalize = new(true, false, EscapedSlashesAction.KeepUnchanged);

    [Theory]
    [InlineData("/", "/")]
    [InlineData("*", "*")]
    [InlineData("/a/b", "/a/b")]
    [InlineData("/a/./b", "/a/b")]
    [InlineData("/a/../b", "/b")]
    [InlineData("/../../b", "/b")]
    [InlineData("/a/b/..", "/a/")]
    [InlineData("/a/b/.", "/a/b/")]
    [InlineData("/..", "/")]
    [InlineData("/.", "/")]
    [InlineData("/a/...", "/a/...")]
    [InlineData("/a/.b/..c", "/a/.b/..c")]
    [InlineData("/a/%2e%2E/b", "/b")]
    [InlineData("/a/.%2e/b", "/b")]
    [InlineData("/a/%2e/b", "/a/b")]
    [InlineData("/%61%7e%2D", "/a~-")]
    [InlineData("/a%2fb%5C", "/a%2fb%5C")]
    [InlineData("/a%20%c0%AF%25", "/a%20%c0%AF%25")]
    [InlineData("/a\\b\\..\\c", "/a/c")]
    [InlineData("/a//b", "/a//b")]
    [InlineData("/a//../b", "/a/b")]
    [InlineData("/a/../b?c=/../d%2e", "/b?c=/../d%2e")]
    [InlineData("/%252e%252e/a", "/%252e%252e/a")]
    [InlineData("/a;b=/../c", "/c")]
    [InlineData("/a/..;/b", "/b")]
    [InlineData("/a/..;x=y/b", "/b")]
    [InlineData("/a/%2e%2e;/b", "/b")]
    [InlineData("/a/.;x/b", "/a/b")]
    [InlineData("/a/..;", "/")]
    [InlineData("/a/...;x/b", "/a/...;x/b")]
    [InlineData("/a;..;/b", "/a;..;/b")]
    [InlineData("/;/a", "/;/a")]
    [InlineData("/a\"<>^`{|}", "/a%22%3C%3E%5E%60%7B%7C%7D")]
    [InlineData("/!$&'()*+,;=:@[]", "/!$&'()*+,;=:@[]")]
    [InlineData("/100%", "/100%")]
    [InlineData("/a%2", "/a%2")]
    [InlineData("/a%zz/../b", "/b")]
    [InlineData("/%%32e%%32e/", "/%252e%252e/")]
    [InlineData("/%%32%65/", "/%252e/")]
    [InlineData("/%%41", "/%A")]
    [InlineData("/%%41/%42", "/%A/B")]
    [InlineData("/%%%32%65", "/%%252e")]
    public void A_path_is_normalised(string path, string expected)
    {
        Check(s_normalize, path, expected, PathNormalizationResult.Changed);
    }

    [Theory]
    [InlineData("/a%00")]
    [InlineData("/.%00./a")]
    [InlineData("/a%%0000/b")]
    public void An_escaped_nul_is_rejected(string path)
    {
        Check(s_normalize, path, "", PathNormalizationResult.Rejected);
    }

    [Theory]
    [InlineData("//a///b//", "/a/b/")]
    [InlineData("/;x/a", "/a")]
    [InlineData("/a/;/;x/b;y/", "/a/b;y/")]
    [InlineData("/a/;x", "/a/;x")]
    [InlineData("/a/b", "/a/b")]
    [InlineData("/a/./b%2e%", "/a/./b%2e%")]
    [InlineData("/a?b//c", "/a?b//c")]
    public void Slashes_are_merged_without_touching_anything_else(string path, string expected)
    {
        Check(
            new(false, true, EscapedSlashesAction.KeepUnchanged), path, expected, PathNormalizationResult.Changed);
    }

    [Theory]
    [InlineData("/a//../b", "/a/b")]
    [InlineData("/a/b/../..//c", "/c")]
    [InlineData("/a/%2e//", "/a/")]
    [InlineData("//", "/")]
    public void Merging_comes_with_normalising(string path, string expected)
    {
        Check(new(true, true, EscapedSlashesAction.KeepUnchanged), path, expected, PathNormalizationResult.Changed);
    }

    [Theory]
    [InlineData(EscapedSlashesAction.KeepUnchanged, "/a%2Fb%5Cc", "/a%2Fb%5Cc", PathNormalizationResult.Unchanged)]
    [InlineData(EscapedSlashesAction.RejectRequest, "/a%2fb", "", PathNormalizationResult.Rejected)]
    [InlineData(EscapedSlashesAction.RejectRequest, "/a%5Cb", "", PathNormalizationResult.Rejected)]
    [InlineData(EscapedSlashesAction.RejectRequest, "/a?%2f", "/a?%2f", PathNormalizationResult.Unchanged)]
    [InlineData(EscapedSlashesAction.UnescapeAndForward, "/a/..%2Fb%5cc", "/b/c", PathNormalizationResult.Changed)]
    [InlineData(EscapedSlashesAction.UnescapeAndRedirect, "/a/..%2Fb%5cc", "/b/c", PathNormalizationResult.Redirect)]
    [InlineData(EscapedSlashesAction.UnescapeAndRedirect, "/a/../b", "/b", PathNormalizationResult.Changed)]
    [InlineData(EscapedSlashesAction.UnescapeAndForward, "/a%252fb", "/a%252fb", PathNormalizationResult.Unchanged)]
    public void Escaped_slashes_are_treated_as_configured(
        EscapedSlashesAction action, string path, string expected, PathNormalizationResult result)
    {
        Check(new(true, false, action), path, expected, result);
    }

    [Fact]
    public void What_was_normalised_is_normal()
    {
        Random random = new(7);
        string[] pieces = ["/", "//", ".", "..", "%2e", "%2F", "%5c", "\\", "a", "bc", "%41", "%c3", "?", ";", "%25", "%", "%3",
            "2", "e", "|"];
        foreach (PathNormalizationOptions options in AllOptions())
        {
            for (int run = 0; run < 3_000; run++)
            {
                string path = "/" + string.Concat(random.GetItems(pieces, random.Next(10)));
                byte[] bytes = Encoding.Latin1.GetBytes(path);
                byte[] once = new byte[PathNormalizer.LengthMax(bytes.Length)];
                PathNormalizationResult result = PathNormalizer.Normalize(bytes, options, once, out int length);
                if (result is PathNormalizationResult.Unchanged or PathNormalizationResult.Rejected)
                    continue;
                Assert.Equal((byte)'/', once[0]);
                byte[] twice = new byte[PathNormalizer.LengthMax(length)];
                PathNormalizationResult again = PathNormalizer.Normalize(once.AsSpan(0, length), options, twice, out _);
                Assert.True(again == PathNormalizationResult.Unchanged, $"{path} with {options}");
            }
        }
    }

    private static IEnumerable<PathNormalizationOptions> AllOptions()
    {
        foreach (EscapedSlashesAction action in Enum.GetValues<EscapedSlashesAction>())
        {
            yield return new(false, false, action);
            yield return new(false, true, action);
            yield return new(true, false, action);
            yield return new(true, true, action);
        }
    }

    private static void Check(
        PathNormalizationOptions options, string path, string expected, PathNormalizationResult ifChanged)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(path);
        byte[] destination = new byte[PathNormalizer.LengthMax(bytes.Length)];
        PathNormalizationResult result = PathNormalizer.Normalize(bytes, options, destination, out int written);
        Assert.Equal(path == expected ? PathNormalizationResult.Unchanged : ifChanged, result);
        bool hasOutput = result is PathNormalizationResult.Changed or PathNormalizationResult.Redirect;
        Assert.Equal(hasOutput ? expected : "", Encoding.Latin1.GetString(destination, 0, written));
    }
}
