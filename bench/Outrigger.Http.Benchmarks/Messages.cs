using System.Text;

namespace Outrigger.Http.Benchmarks;

/// <summary>
/// What a sidecar sees all day: a browser's request behind a gateway and a small JSON response.
/// </summary>
internal static class Messages
{
    internal static byte[] Request { get; } = Wire(
        """
        GET /productpage?u=normal&page=12 HTTP/1.1
        Host: productpage.default.svc.cluster.local:9080
        User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36
        Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8
        Accept-Encoding: gzip, deflate, br
        Accept-Language: en-US,en;q=0.5
        Cookie: session=eyJ1c2VyIjoiZm9vIn0.abcdef; theme=dark
        X-Request-Id: 3f2a8b1c-9d4e-4f5a-8b6c-7d8e9f0a1b2c
        X-Forwarded-For: 10.1.2.3
        X-Forwarded-Proto: http
        X-Custom-Header: some value
        Connection: keep-alive


        """);

    internal static byte[] Response { get; } = Wire(
        """
        HTTP/1.1 200 OK
        content-type: application/json
        content-length: 1024
        date: Tue, 24 Nov 2026 06:00:00 GMT
        server: example/1.0
        x-envoy-upstream-service-time: 3
        vary: Accept-Encoding
        cache-control: no-cache


        """);

    /// <summary>64 KiB in chunks of 4 KiB.</summary>
    internal static byte[] Chunks { get; } = Wire(
        string.Concat(Enumerable.Repeat("1000\r\n" + new string('x', 4096) + "\r\n", 16)) + "0\r\n\r\n");

    private static byte[] Wire(string text) => Encoding.Latin1.GetBytes(text.ReplaceLineEndings("\r\n"));
}
