using Outrigger.Http;
using Outrigger.Http.Paths;

namespace Outrigger.Fuzz.Syntax;

/// <summary>
/// Paths: after normalisation nothing is left to normalise, so that two who look at the path see the same.
/// The first byte chooses the options.
/// </summary>
internal sealed class PathNormalizerTarget : FuzzTarget
{
    public override string Name => "path-normalizer";

    public override IReadOnlyList<byte[]> Words => Latin1(
        "/", "//", "/.", "/..", "/./", "/../", "%2e", "%2E%2e", "%2f", "%2F", "%5c", "\\", "%", "%%", "%25", "%252f",
        "%00", ";", ";/../", "?", "?/../", "%c0%ae", "%3f", "%3b", "\u00e9", "*", "%7e", "%41");

    public override void Run(byte[] input)
    {
        if (input.Length < 2)
            return;
        ReadOnlySpan<byte> path = input.AsSpan(1);
        RequestHead head = new();
        // The parsers let no other path in.
        if (!head.TrySetPath(path))
            return;
        PathNormalizationOptions options = new(
            (input[0] & 1) != 0, (input[0] & 2) != 0, (EscapedSlashesAction)((input[0] >> 2) & 3));
        byte[] output = new byte[PathNormalizer.LengthMax(path.Length)];
        PathNormalizationResult result = PathNormalizer.Normalize(path, options, output, out int written);
        Invariant.Holds((result is PathNormalizationResult.Changed or PathNormalizationResult.Redirect) == (written > 0));
        if (result == PathNormalizationResult.Rejected)
            return;
        ReadOnlySpan<byte> normal = written > 0 ? output.AsSpan(0, written) : path;
        CheckForm(path, normal, options);
        Invariant.Holds(head.TrySetPath(normal));

        byte[] second = new byte[PathNormalizer.LengthMax(normal.Length)];
        PathNormalizationResult again = PathNormalizer.Normalize(normal, options, second, out _);
        Invariant.Holds(again == PathNormalizationResult.Unchanged);
    }

    private static void CheckForm(ReadOnlySpan<byte> path, ReadOnlySpan<byte> normal, PathNormalizationOptions options)
    {
        Invariant.Holds(normal[0] == path[0]);
        int query = path.IndexOf((byte)'?');
        int normalQuery = normal.IndexOf((byte)'?');
        Invariant.Holds((query < 0) == (normalQuery < 0));
        if (query >= 0)
            Invariant.Holds(path[query..].SequenceEqual(normal[normalQuery..]));
        ReadOnlySpan<byte> bare = normalQuery >= 0 ? normal[..normalQuery] : normal;
        if (bare[0] != '/')
            return;
        if (options.MergeSlashes)
            Invariant.Holds(bare.IndexOf("//"u8) < 0);
        if (!options.NormalizePath)
            return;
        Invariant.Holds(bare.IndexOf((byte)'\\') < 0);
        foreach (Range each in bare.Split((byte)'/'))
        {
            // Parameters do not hide a dot segment.
            ReadOnlySpan<byte> segment = bare[each];
            int parameters = segment.IndexOf((byte)';');
            ReadOnlySpan<byte> name = parameters < 0 ? segment : segment[..parameters];
            Invariant.Holds(!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8));
        }

        if (options.EscapedSlashes == EscapedSlashesAction.KeepUnchanged)
            return;
        Invariant.Holds(bare.IndexOf("%2F"u8) < 0 && bare.IndexOf("%2f"u8) < 0);
        Invariant.Holds(bare.IndexOf("%5C"u8) < 0 && bare.IndexOf("%5c"u8) < 0);
    }
}
