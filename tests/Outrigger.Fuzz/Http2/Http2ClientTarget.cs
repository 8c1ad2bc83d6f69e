using Outrigger.Fuzz.Http1;
using Outrigger.Http;
using Outrigger.Http.Http1;
using Outrigger.Http.Http2;

namespace Outrigger.Fuzz.Http2;

/// <summary>
/// What a server may send to a client with four requests under way: GET, HEAD, POST that is still sending, and
/// CONNECT. The first byte chooses how the client behaves.
/// </summary>
internal sealed class Http2ClientTarget : FuzzTarget
{
    private const int ByteByByteMax = 512;

    private static readonly Http2Options s_options = new()
    {
        HeaderListBytesMax = 2_048,
        HeaderCountMax = 16,
        StreamWindowBytes = 1_024,
        ConnectionWindowBytes = 70_000,
        OutboundControlFramesMax = 16,
        FieldBlockFramesMax = 4,
    };

    private static readonly string[] s_methods = ["GET", "HEAD", "POST", "CONNECT"];

    public override string Name => "http2-client";

    public override IReadOnlyList<byte[]> Words => Http2Words.All;

    public override void Run(byte[] input)
    {
        if (input.Length == 0)
            return;
        byte behaviour = input[0];
        byte[] bytes = (behaviour & 1) == 0 ? [.. Http2Words.EmptySettings, .. input.AsSpan(1)] : input[1..];
        string whole = Describe(bytes, behaviour, Math.Max(1, bytes.Length), flushes: false);
        string split = Describe(bytes, behaviour, Math.Max(1, SplitOf(bytes)), flushes: false);
        Invariant.Same(whole, split, "what arrives in pieces");
        if (bytes.Length <= ByteByByteMax)
            Invariant.Same(whole, Describe(bytes, behaviour, 1, flushes: false), "what arrives byte by byte");
        Describe(bytes, behaviour, Math.Max(1, SplitOf(bytes)), flushes: true);
    }

    private static string Describe(byte[] bytes, byte behaviour, int pieceLength, bool flushes)
    {
        Http2Run run = new(Http2Role.Client, s_options, flushes ? 33 * 1024 : 1024 * 1024);
        run.Handler.ConsumesAtOnce = (behaviour & 4) == 0;
        List<int> opened = [];
        foreach (string method in s_methods)
        {
            RequestHead head = new();
            head.TrySetMethod(System.Text.Encoding.ASCII.GetBytes(method));
            head.TrySetAuthority("a.example:80"u8);
            if (method != "CONNECT")
                head.TrySetPath("/"u8);
            bool ends = method is "GET" or "HEAD";
            Invariant.Holds(run.Session.TryOpenStream(head, ends, null, out Http2Stream? stream));
            opened.Add(stream!.Id);
            if (!ends)
                run.Session.WriteData(stream, new byte[100], endsStream: false);
        }

        run.Feed(bytes, pieceLength, flushes);
        foreach (ResponseHead head in run.Handler.Responses.Values)
            Forward(head);
        run.Finish(opened);
        return run.Text;
    }

    /// <summary>All but the first line, which has the reason that HTTP/2 lacks, and framing.</summary>
    private static string FieldsOf(string description) => description[description.IndexOf('\n', StringComparison.Ordinal)..];

    private static void Forward(ResponseHead head)
    {
        // One that is not complete may be anything.
        if (head.Status is < 200 or > 999 || head.IsUpgrade)
            return;
        string before = ResponseTranscript.Describe(head);
        byte[] written = new byte[Http1Writer.LengthOf(head)];
        Invariant.Holds(Http1Writer.TryWriteResponse(head, ConnectionPersistence.Implicit, written, out _));
        ResponseHead received = new();
        Http1ResponseParser parser = new(Http1Limits.Default);
        Invariant.Holds(
            parser.Parse(written, RequestMethod.Get, received, out int consumed) == Http1ParseStatus.Complete);
        Invariant.Holds(consumed == written.Length);
        Invariant.Same(FieldsOf(before), FieldsOf(ResponseTranscript.Describe(received)), "what is forwarded by HTTP/1");
    }
}
