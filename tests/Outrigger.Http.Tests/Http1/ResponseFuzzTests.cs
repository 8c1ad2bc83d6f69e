using System.Globalization;
using System.Text;
using Outrigger.Http.Http1;

namespace Outrigger.Http.Tests.Http1;

/// <summary>
/// Feeds damaged responses: nothing is thrown, and the result does not depend on how they arrive.
/// </summary>
public sealed class ResponseFuzzTests
{
    private static readonly RequestMethod[] s_methods = [RequestMethod.Get, RequestMethod.Head, RequestMethod.Connect];

    private static readonly byte[][] s_sources =
    [
        "HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"u8.ToArray(),
        "HTTP/1.0 304 \r\nETag: \"a\"\r\nVary: b\r\n\r\n"u8.ToArray(),
        "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n"u8.ToArray(),
        "HTTP/1.1 204\r\nTransfer-Encoding: chunked\r\nX:\r\n\r\n"u8.ToArray(),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Damaged_responses_are_refused_or_read_in_one_way(int seed)
    {
        Random random = new(seed);
        int accepted = 0;
        for (int run = 0; run < 40_000; run++)
        {
            byte[] bytes = Mutation.Apply(s_sources[random.Next(s_sources.Length)], random);
            RequestMethod method = s_methods[random.Next(s_methods.Length)];
            string whole = Describe(bytes, method, bytes.Length);
            Assert.Equal(whole, Describe(bytes, method, random.Next(bytes.Length)));
            if (!whole.StartsWith("Complete", StringComparison.Ordinal))
                continue;
            accepted++;
            Assert.DoesNotContain("\n", whole, StringComparison.Ordinal);
        }

        Assert.InRange(accepted, 2_000, 38_000);
    }

    private static string Describe(byte[] bytes, RequestMethod method, int split)
    {
        Http1ResponseParser parser = new(Http1Limits.Default);
        ResponseHead head = new();
        Http1ParseStatus status = parser.Parse(bytes.AsSpan(0, split), method, head, out int consumed);
        if (status == Http1ParseStatus.NeedMoreData)
            status = parser.Parse(bytes, method, head, out consumed);
        if (status != Http1ParseStatus.Complete)
            return $"{status} {parser.Error}";
        StringBuilder text = new();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{status} {consumed} {head.Status} {head.Version} {head.Framing} {head.ContentLength} {head.KeepAlive} ");
        text.Append(Encoding.Latin1.GetString(head.Reason)).Append(Encoding.Latin1.GetString(head.Upgrade));
        foreach (HeaderField field in head.Headers)
            text.Append(Encoding.Latin1.GetString(field.Name)).Append(Encoding.Latin1.GetString(field.Value));
        return text.ToString();
    }
}
