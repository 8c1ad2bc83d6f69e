using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Outrigger.Testing.Corpora;

namespace Outrigger.Proxy.Tests.Corpora;

/// <summary>A case with the content that its head announces, and a field that tells its copies apart.</summary>
internal sealed partial class NumberedRequest
{
    public const string Field = "x-copy";

    // A long content is the same everywhere.
    private const int ContentSplitsMax = 32;
    private const int BytesInFlightMax = 64 * 1024 * 1024;

    private readonly string _head;
    private readonly byte[] _content;
    private readonly string _name;

    public NumberedRequest(DesyncCase item)
    {
        _head = Encoding.Latin1.GetString(item.Bytes);
        _name = Guid.NewGuid().ToString("N");
        Match length = LengthPattern().Match(_head);
        bool isChunked = ChunkedPattern().IsMatch(_head);
        Payload = isChunked ? "abc"
            : length.Success ? new string('x', int.Parse(length.Groups[1].Value, CultureInfo.InvariantCulture))
            : "";
        _content = Encoding.Latin1.GetBytes(isChunked ? "3\r\nabc\r\n0\r\n\r\n" : Payload);
    }

    public bool IsHead => _head.StartsWith("HEAD ", StringComparison.Ordinal);

    /// <summary>The content without chunks.</summary>
    public string Payload { get; }

    /// <summary>At how many places it is split: all of the head, and the first of the content.</summary>
    public int SplitsCount => Head(0).Length + Math.Min(_content.Length, ContentSplitsMax);

    /// <summary>How many clients may send it at once.</summary>
    public int ClientsMax => Math.Min(1000, BytesInFlightMax / (_head.Length + _content.Length + 1));

    public string Number(int number) => string.Create(CultureInfo.InvariantCulture, $"{_name}-{number:D5}");

    public byte[] Bytes(int number) => [.. Encoding.Latin1.GetBytes(Head(number)), .. _content];

    private string Head(int number) => $"{_head[..^2]}{Field}: {Number(number)}\r\n\r\n";

    [GeneratedRegex("^content-length:[ \t]*([0-9]{1,8})[ \t]*\r$", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex LengthPattern();

    [GeneratedRegex("^transfer-encoding:.*chunked", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex ChunkedPattern();
}
