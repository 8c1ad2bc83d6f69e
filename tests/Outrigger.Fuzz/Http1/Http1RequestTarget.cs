using Outrigger.Http.Http1;
using Outrigger.Testing.Corpora;
using Outrigger.Testing.Http1;

namespace Outrigger.Fuzz.Http1;

/// <summary>
/// A connection's requests with their content: what comes of them does not depend on how they arrive, and
/// what is accepted leaves the proxy as the same request.
/// </summary>
internal sealed class Http1RequestTarget : FuzzTarget
{
    /// <summary>Byte by byte costs the square of the length.</summary>
    private const int ByteByByteMax = 512;

    public override string Name => "http1-request";

    public override IReadOnlyList<byte[]> Words => Http1Words.All;

    public override IEnumerable<byte[]> PublishedSeeds()
    {
        if (SharedData.Find("corpora/http1-llhttp/request") is { } messages)
        {
            foreach (LlhttpCase published in LlhttpCorpus.Read(messages))
                yield return published.Bytes;
        }

        if (SharedData.Find("corpora/http1-desync") is { } heads)
        {
            foreach (DesyncCase published in DesyncCorpus.Read(heads))
                yield return published.Bytes;
        }
    }

    public override void Run(byte[] input)
    {
        RequestTranscript whole = RequestTranscript.Whole(input);
        Invariant.Same(whole.Text, RequestTranscript.Split(input, SplitOf(input)).Text, "what arrives in two pieces");
        if (input.Length <= ByteByByteMax)
            Invariant.Same(whole.Text, RequestTranscript.ByteByByte(input).Text, "what arrives byte by byte");
        if (whole.Messages.Count == 0 || !whole.Messages[0].IsComplete)
            return;
        RequestTranscript forwarded = RequestTranscript.Whole(Forwarder.Forward(input));
        Invariant.Holds(forwarded.Error == Http1Error.None);
        Invariant.Holds(forwarded.Messages.Count == 1);
        Invariant.Same(
            Forwarder.Essence(whole.Messages[0]), Forwarder.Essence(forwarded.Messages[0]), "what is forwarded");
    }
}
