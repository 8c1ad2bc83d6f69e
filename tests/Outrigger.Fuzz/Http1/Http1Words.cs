using System.Text;

namespace Outrigger.Fuzz.Http1;

/// <summary>What attacks on HTTP/1 parsers are made of.</summary>
internal static class Http1Words
{
    public static IReadOnlyList<byte[]> All { get; } =
    [
        .. new[]
        {
            "\r", "\n", "\r\n", "\r\n\r\n", "\0", "\t", " ", ":", ";", ",", "\"", "\u007f", "\u0085", "\u00a0", "\u00ff",
            "0", "1", "-", "+", "#", "?", "*", "%", "@", "[", "]", "\r\n ", "\r\n\t", " :", "\u000b",
            "Content-Length: 5\r\n", "Content-Length: 5", "Content-Length: 5, 5\r\n", "Content-Length",
            "Transfer-Encoding: chunked\r\n", "Transfer-Encoding", "Transfer-Encoding: gzip\r\n",
            "chunked", "gzip, ", "identity,", "Host: a\r\n", "Host", "Connection: close\r\n", "Connection: te, upgrade\r\n",
            "Upgrade: h2c\r\n", "Expect: 100-continue\r\n", "Trailer: x\r\n",
            "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "GET / HTTP/1.1\r\nHost: b\r\n\r\n", "0\r\n\r\n", "5\r\nhello\r\n",
            "HTTP/1.1 200 OK\r\n", "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 204 \r\n", "HTTP/1.1 304 \r\n",
            "FFFFFFFFFFFFFFFF", "http://", "CONNECT ", "OPTIONS * ", "X: y\r\n", ";a=\"b\\\"c\"",
        }.Select(Encoding.Latin1.GetBytes),
    ];
}
