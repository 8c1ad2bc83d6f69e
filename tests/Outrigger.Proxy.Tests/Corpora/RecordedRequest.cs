using System.Text.RegularExpressions;

namespace Outrigger.Proxy.Tests.Corpora;

/// <summary>What an endpoint got of one request; text is Latin-1.</summary>
/// <param name="Head">The head, or the part of it that came.</param>
/// <param name="Content">The content, without chunks; empty when not all of it came.</param>
/// <param name="IsComplete">Whether all of the request came.</param>
internal sealed partial record RecordedRequest(string Head, string Content, bool IsComplete)
{
    /// <summary>Whether the head leaves one way only to find the end: no field, or one of one kind.</summary>
    public bool HasOneFraming
    {
        get
        {
            string[] lengths = Values("content-length");
            string[] codings = Values("transfer-encoding");
            return lengths.Length + codings.Length == 0
                || (codings.Length == 0 && lengths.Length == 1 && LengthPattern().IsMatch(lengths[0]))
                || (lengths.Length == 0 && codings.Length == 1 && CodingsPattern().IsMatch(codings[0]));
        }
    }

    /// <summary>The values of all fields of a name.</summary>
    public string[] Values(string lowerCaseName) =>
    [
        .. Head.Split("\r\n").Skip(1)
            .Where(line => line.StartsWith(lowerCaseName + ":", StringComparison.OrdinalIgnoreCase))
            .Select(line => line[(lowerCaseName.Length + 1)..].Trim(' ')),
    ];

    [GeneratedRegex("^[0-9]+$")]
    private static partial Regex LengthPattern();

    [GeneratedRegex("^(?:(?:gzip|x-gzip|deflate|compress|x-compress), )*chunked$")]
    private static partial Regex CodingsPattern();
}
