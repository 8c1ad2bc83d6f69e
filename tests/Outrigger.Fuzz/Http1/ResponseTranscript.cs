using System.Globalization;
using System.Text;
using Outrigger.Http;
using Outrigger.Http.Http1;
using Outrigger.Testing.Http1;

namespace Outrigger.Fuzz.Http1;

/// <summary>Plays the client's side of a connection: writes down what comes of the responses to a request.</summary>
internal sealed class ResponseTranscript(RequestMethod method)
{
    private readonly Http1ResponseParser _parser = new(Http1Limits.Default);
    private readonly ResponseHead _head = new();
    private readonly HeaderMap _trailers = new();
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _body = new();
    private Http1BodyDecoder _decoder;
    private byte[] _buffer = [];
    private bool _inBody;
    private bool _isClosed;

    /// <summary>Everything that happened.</summary>
    public string Text => $"{_text}{_body}{(_isClosed ? "" : " …")}";

    public static string Of(ReadOnlySpan<byte> bytes, RequestMethod method, int pieceLength)
    {
        ResponseTranscript transcript = new(method);
        for (int at = 0; at < bytes.Length; at += pieceLength)
            transcript.Feed(bytes.Slice(at, Math.Min(pieceLength, bytes.Length - at)));
        return transcript.Text;
    }

    /// <summary>All of a head that must survive being forwarded.</summary>
    public static string Describe(ResponseHead head)
    {
        StringBuilder text = new();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{head.Status} {Encoding.Latin1.GetString(head.Reason)} {head.Framing} {head.ContentLength} ");
        text.Append(Encoding.Latin1.GetString(head.Upgrade)).Append('\n');
        foreach (HeaderField field in head.Headers)
        {
            string name = Encoding.Latin1.GetString(field.Name);
            // Host means nothing in a response, and writers drop it.
            if (!Forwarder.IsFraming(name) && name != "host")
                text.Append(name).Append(": ").Append(Encoding.Latin1.GetString(field.Value)).Append('\n');
        }

        return text.ToString();
    }

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        _buffer = [.. _buffer, .. bytes];
        while (!_isClosed && (_inBody ? StepBody() : StepHead()))
        {
        }
    }

    private bool StepHead()
    {
        Http1ParseStatus status = _parser.Parse(_buffer, method, _head, out int consumed);
        Invariant.Holds(consumed >= 0 && consumed <= _buffer.Length);
        Invariant.Holds((status == Http1ParseStatus.Complete) == (consumed > 0));
        if (status == Http1ParseStatus.NeedMoreData)
            return false;
        if (status == Http1ParseStatus.Error)
            return Refuse(_parser.Error);
        _buffer = _buffer[consumed..];
        _text.Append(Describe(_head)).Append(_head.KeepAlive).Append(_head.Version).Append('\n');
        if (_head.IsInterim)
            return true;
        _decoder = new Http1BodyDecoder(_head, Http1Limits.Default);
        _inBody = true;
        return true;
    }

    private bool StepBody()
    {
        Http1BodyStatus status = _decoder.Decode(_buffer, _trailers, out Http1BodySlice slice);
        if (status == Http1BodyStatus.Error)
            return Refuse(_decoder.Error);
        _body.Append(Encoding.Latin1.GetString(_buffer, slice.PayloadStart, slice.PayloadLength));
        _buffer = _buffer[slice.Consumed..];
        if (status != Http1BodyStatus.Complete)
            return status == Http1BodyStatus.Payload;
        _isClosed = true;
        if (_head.Framing != BodyFraming.Chunked)
            return false;
        foreach (HeaderField field in _trailers)
            _body.Append('\n').Append(Encoding.Latin1.GetString(field.Name)).Append(Encoding.Latin1.GetString(field.Value));
        return false;
    }

    private bool Refuse(Http1Error error)
    {
        _isClosed = true;
        _text.Append(CultureInfo.InvariantCulture, $"error {error}\n");
        return false;
    }
}
