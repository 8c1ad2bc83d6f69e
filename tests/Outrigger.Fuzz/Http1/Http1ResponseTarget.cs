using Outrigger.Http;
using Outrigger.Http.Http1;

namespace Outrigger.Fuzz.Http1;

/// <summary>
/// The responses to one request. The first byte says what they answer, since HEAD and CONNECT change how
/// content ends.
/// </summary>
internal sealed class Http1ResponseTarget : FuzzTarget
{
    private const int ByteByByteMax = 512;

    private static readonly RequestMethod[] s_methods = [RequestMethod.Get, RequestMethod.Head, RequestMethod.Connect];

    public override string Name => "http1-response";

    public override IReadOnlyList<byte[]> Words => Http1Words.All;

    public override void Run(byte[] input)
    {
        if (input.Length == 0)
            return;
        RequestMethod method = s_methods[input[0] % s_methods.Length];
        ReadOnlySpan<byte> bytes = input.AsSpan(1);
        string whole = ResponseTranscript.Of(bytes, method, Math.Max(1, bytes.Length));
        string split = ResponseTranscript.Of(bytes, method, Math.Max(1, SplitOf(bytes)));
        Invariant.Same(whole, split, "what arrives in pieces");
        if (bytes.Length <= ByteByByteMax)
            Invariant.Same(whole, ResponseTranscript.Of(bytes, method, 1), "what arrives byte by byte");
        Forward(bytes, method);
    }

    private static void Forward(ReadOnlySpan<byte> bytes, RequestMethod method)
    {
        ResponseHead head = new();
        Http1ResponseParser parser = new(Http1Limits.Default);
        if (parser.Parse(bytes, method, head, out _) != Http1ParseStatus.Complete)
            return;
        byte[] written = new byte[Http1Writer.LengthOf(head)];
        Invariant.Holds(Http1Writer.TryWriteResponse(head, ConnectionPersistence.Implicit, written, out int length));
        Invariant.Holds(length == written.Length);
        string before = ResponseTranscript.Describe(head);
        // Without a reason the standard one is written.
        bool hasReason = head.Reason.Length > 0;
        Invariant.Holds(parser.Parse(written, method, head, out int consumed) == Http1ParseStatus.Complete);
        Invariant.Holds(consumed == length);
        if (hasReason)
            Invariant.Same(before, ResponseTranscript.Describe(head), "what is forwarded");
    }
}
