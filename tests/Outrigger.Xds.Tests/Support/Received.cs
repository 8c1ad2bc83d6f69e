namespace Outrigger.Xds.Tests.Support;

/// <summary>A response of either variant.</summary>
internal sealed record Received(
    TypeUrl Type,
    string Version,
    string Nonce,
    IReadOnlyDictionary<string, string> Contents,
    IReadOnlyList<string> Removed)
{
    /// <summary>For example <c>CDS a=1 b=2 -c</c>.</summary>
    public override string ToString() => string.Join(' ',
        new[] { Type.ShortName }
            .Concat(Contents.OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => $"{entry.Key}={entry.Value}"))
            .Concat(Removed.Order(StringComparer.Ordinal).Select(name => "-" + name)));
}
