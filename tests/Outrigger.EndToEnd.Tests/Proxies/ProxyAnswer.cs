using System.Globalization;
using System.Text.RegularExpressions;

namespace Outrigger.EndToEnd.Tests.Proxies;

/// <summary>All that a proxy sent over one connection.</summary>
/// <param name="Text">The bytes as Latin-1.</param>
/// <param name="IsClosed">Whether the proxy ended the connection.</param>
internal sealed partial record ProxyAnswer(string Text, bool IsClosed)
{
    /// <summary>The status codes of the answers, in their order.</summary>
    public IReadOnlyList<int> Statuses =>
    [
        .. StatusLine().Matches(Text)
            .Select(match => match.Groups[1].Value)
            .Select(status => int.Parse(status, NumberStyles.None, CultureInfo.InvariantCulture)),
    ];

    /// <summary>
    /// Whether the last answer refuses the request as bad, or as one that is not served here.
    /// </summary>
    public bool IsRefusal => Statuses is [.., (>= 400 and < 500) or 501 or 505];

    [GeneratedRegex(@"(?:^|\n)HTTP/1\.1 ([0-9]{3}) [^\r\n]*\r\n")]
    private static partial Regex StatusLine();
}
