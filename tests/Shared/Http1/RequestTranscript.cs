using System.Globalization;
using System.Text;
using Outrigger.Http;
using Outrigger.Http.Http1;

namespace Outrigger.Testing.Http1;

/// <summary>
/// Plays the server's side of a connection over a codec: takes bytes in pieces, keeps the unconsumed ones as
/// a receive buffer does, and writes down everything that came of them. Two feeds of the same bytes must give
/// equal transcripts.
/// </summary>
internal sealed class RequestTranscript
{
    private readonly Http1Limits _limits;
    private readonly Http1RequestParser _parser;
    private readonly RequestHead _head = new();
    private readonly HeaderMap _trailers = new();
    private readonly StringBuilder _text = new();
    private Http1BodyDecoder _decoder;
    private byte[] _buffer = [];
    private bool _inBody;

    internal RequestTranscript(Http1Limits? limits = null)
    {
        _limits = limits ?? Http1Limits.Default;
        _parser = new Http1RequestParser(_limits);
    }

    /// <summary>The messages whose head was accepted.</summary>
    internal List<ReceivedRequest> Messages { get; } = [];

    /// <summary>Why the connection was refused, if it was.</summary>
    internal Http1Error Error { get; private set; }

    /// <summary>Whether no further message will be read: refused, last one, or a tunnel.</summary>
    internal bool IsClosed { get; private set; }

    /// <summary>Everything that happened, as text.</summary>
    internal string Text => _text.ToString();

    internal static RequestTranscript Whole(byte[] bytes, Http1Limits? limits = null)
    {
        RequestTranscript transcript = new(limits);
        transcript.Feed(bytes);
        return transcript;
    }

    /// <summary>Feeds two pieces.</summary>
    internal static RequestTranscript Split(byte[] bytes, int at, Http1Limits? limits = null)
    {
        RequestTranscript transcript = new(limits);
        transcript.Feed(bytes.AsSpan(0, at));
        transcript.Feed(bytes.AsSpan(at));
        return transcript;
    }

    internal static RequestTranscript ByteByByte(byte[] bytes, Http1Limits? limits = null)
    {
        RequestTranscript transcript = new(limits);
        for (int i = 0; i < bytes.Length; i++)
            transcript.Feed(bytes.AsSpan(i, 1));
        return transcript;
    }

    internal void Feed(ReadOnlySpan<byte> bytes)
    {
        _buffer = [.. _buffer, .. bytes];
        while (!IsClosed && (_inBody ? StepBody() : StepHead()))
        {
        }
    }

    private bool StepHead()
    {
        Http1ParseStatus status = _parser.Parse(_buffer, _head, out int consumed);
        if (status == Http1ParseStatus.NeedMoreData)
            return false;
        if (status == Http1ParseStatus.Error)
            return Refuse(_parser.Error);
        Consume(consumed);
        ReceivedRequest request = ReceivedRequest.From(_head);
        Messages.Add(request);
        _text.Append(request.Describe());
        _decoder = new Http1BodyDecoder(_head, _limits);
        _inBody = true;
        return true;
    }

    private bool StepBody()
    {
        Http1BodyStatus status = _decoder.Decode(_buffer, _trailers, out Http1BodySlice slice);
        if (status == Http1BodyStatus.Error)
            return Refuse(_decoder.Error);
        string payload = Encoding.Latin1.GetString(_buffer, slice.PayloadStart, slice.PayloadLength);
        Messages[^1].Body.Append(payload);
        Consume(slice.Consumed);
        if (status != Http1BodyStatus.Complete)
            return status == Http1BodyStatus.Payload;
        FinishBody();
        return true;
    }

    private void FinishBody()
    {
        ReceivedRequest request = Messages[^1];
        request.IsComplete = true;
        if (request.Framing == BodyFraming.Chunked)
        {
            foreach (HeaderField field in _trailers)
                request.Trailers.Add((Encoding.Latin1.GetString(field.Name), Encoding.Latin1.GetString(field.Value)));
        }

        _text.Append(CultureInfo.InvariantCulture, $"body {request.Body}\n");
        foreach ((string name, string value) in request.Trailers)
            _text.Append(CultureInfo.InvariantCulture, $"trailer {name}: {value}\n");
        _inBody = false;
        IsClosed = !request.KeepAlive || request.IsUpgrade || request.MethodKind == RequestMethod.Connect;
    }

    private bool Refuse(Http1Error error)
    {
        Error = error;
        IsClosed = true;
        _text.Append(CultureInfo.InvariantCulture, $"error {error}\n");
        return false;
    }

    private void Consume(int count) => _buffer = _buffer[count..];
}
