using System.Text;
using Outrigger.Http;
using Outrigger.Http.Http1;
using Outrigger.Http.Http2;
using Outrigger.Testing.Http1;

namespace Outrigger.Fuzz.Http2;

/// <summary>
/// What a client may send on an HTTP/2 connection. The first byte chooses how the server behaves, and whether
/// preface and SETTINGS are put in front of the input. What a server takes for a request is one when it is
/// forwarded by HTTP/1 as well.
/// </summary>
internal sealed class Http2ServerTarget : FuzzTarget
{
    private const int ByteByByteMax = 512;
    private const int LargeOutputBytes = 1024 * 1024;
    private const int SmallOutputBytes = 33 * 1024;

    private static readonly Http2Options s_options = new()
    {
        HeaderListBytesMax = 2_048,
        HeaderCountMax = 16,
        PathBytesMax = 512,
        ConcurrentStreamsMax = 8,
        StreamWindowBytes = 1_024,
        ConnectionWindowBytes = 70_000,
        OutboundControlFramesMax = 16,
        PriorityFramesPerStreamMax = 4,
        FieldBlockFramesMax = 4,
        PrematureResetStreams = 8,
        EnableConnectProtocol = true,
    };

    private static readonly Http1Limits s_http1Limits = new() { AcceptsAnyMethod = true };

    public override string Name => "http2-server";

    public override IReadOnlyList<byte[]> Words => Http2Words.All;

    public override void Run(byte[] input)
    {
        if (input.Length == 0)
            return;
        byte behaviour = input[0];
        byte[] bytes = (behaviour & 1) == 0 ? [.. Http2Words.ClientStart, .. input.AsSpan(1)] : input[1..];
        string whole = Describe(bytes, behaviour, Math.Max(1, bytes.Length));
        Invariant.Same(whole, Describe(bytes, behaviour, Math.Max(1, SplitOf(bytes))), "what arrives in pieces");
        if (bytes.Length <= ByteByByteMax)
            Invariant.Same(whole, Describe(bytes, behaviour, 1), "what arrives byte by byte");

        // A peer that reads slowly changes when things happen, but breaks nothing.
        Http2Run slow = Create(behaviour, SmallOutputBytes);
        slow.Feed(bytes, Math.Max(1, SplitOf(bytes)), flushes: true);
        slow.Finish(slow.Handler.Streams.Keys);
    }

    private static string Describe(byte[] bytes, byte behaviour, int pieceLength)
    {
        Http2Run run = Create(behaviour, LargeOutputBytes);
        run.Feed(bytes, pieceLength, flushes: false);
        run.Finish(run.Handler.Streams.Keys);
        return run.Text;
    }

    private static Http2Run Create(byte behaviour, int outputBytes)
    {
        Http2Run run = new(Http2Role.Server, s_options, outputBytes);
        run.Handler.RefusesStreams = (behaviour & 2) != 0;
        run.Handler.ConsumesAtOnce = (behaviour & 4) == 0;
        bool answers = (behaviour & 8) == 0;
        run.Handler.WhenRequested = stream =>
        {
            Forward(run.Handler.Requests[stream.Id]);
            if (answers)
                Answer(run.Session, stream);
        };
        return run;
    }

    private static void Answer(Http2Session session, Http2Stream stream)
    {
        ResponseHead response = new() { Status = 200 };
        response.Headers.TryAdd("server"u8, "fuzz"u8);
        if (session.TryWriteHead(stream, response, endsStream: stream.Method == RequestMethod.Head)
            && stream.Method != RequestMethod.Head)
        {
            session.WriteData(stream, new byte[200], endsStream: true);
        }
    }

    private static void Forward(RequestHead head)
    {
        if (head.MethodKind == RequestMethod.Connect)
            return;
        string expected = Essence(head);
        byte[] written = new byte[Http1Writer.LengthOf(head)];
        Invariant.Holds(Http1Writer.TryWriteRequest(head, ConnectionPersistence.Implicit, written, out _));
        RequestHead received = new();
        Http1RequestParser parser = new(s_http1Limits);
        Http1ParseStatus status = parser.Parse(written, received, out int consumed);
        if (status != Http1ParseStatus.Complete)
            throw new InvariantException($"{parser.Error}: {Encoding.Latin1.GetString(written)}");
        Invariant.Holds(consumed == written.Length);
        Invariant.Same(expected, Essence(received), "what is forwarded by HTTP/1");
    }

    private static string Essence(RequestHead head)
    {
        StringBuilder text = new();
        text.Append($"{Text(head.Method)} {Text(head.Authority)} {Text(head.Path)} {head.Framing} {head.ContentLength}\n");
        foreach (HeaderField field in head.Headers)
        {
            if (!Forwarder.IsFraming(Text(field.Name)))
                text.Append($"{Text(field.Name)}: {Text(field.Value)}\n");
        }

        return text.ToString();
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
