using Outrigger.Http;
using Outrigger.Http.Grpc;
using Outrigger.Net.Loops;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Stats;
using Outrigger.Proxy.Upstream;

namespace Outrigger.Proxy.Http.Grpc;

/// <summary>
/// What is special about an exchange that is a gRPC call: gRPC-Web is translated on the way, messages are counted, and
/// the call's status is its outcome. Reused from call to call.
/// </summary>
/// <param name="loop">The worker's loop.</param>
internal sealed class GrpcCall(EventLoop loop)
{
    private readonly GrpcWebTextContent _decoder = new(loop.CreateStreamBuffer());
    private readonly GrpcWebSink _encoder = new(loop.CreateStreamBuffer());
    private readonly GrpcMessageTap _requestTap = new();
    private readonly GrpcMessageTap _responseTap = new();
    private StatBlock<GrpcStat>? _stats;
    private GrpcStatus? _status;
    private bool _countsDuration;
    private bool _answersText;
    private bool _isBridged;

    /// <summary>Which form of gRPC the client speaks.</summary>
    public GrpcForm Form { get; private set; }

    /// <summary>Whether the client gets the response as gRPC-Web.</summary>
    public bool IsAnsweredAsWeb { get; private set; }

    /// <summary>Begins a call.</summary>
    /// <param name="form">Which form of gRPC the client speaks.</param>
    public void Begin(GrpcForm form)
    {
        Form = form;
        _stats = null;
        _status = null;
        _isBridged = false;
        IsAnsweredAsWeb = false;
    }

    /// <summary>Makes a gRPC-Web request a request of gRPC, for an endpoint that speaks only that.</summary>
    /// <param name="request">The request.</param>
    /// <returns>Whether there was room for the changed headers.</returns>
    public bool TryBridge(RequestHead request)
    {
        if (Form is not (GrpcForm.Web or GrpcForm.WebText))
            return true;
        var headers = request.Headers;
        _isBridged = true;
        _answersText = headers.TryGet(KnownHeader.Accept, out var accept)
            && accept.StartsWith("application/grpc-web-text"u8);
        headers.TryGet(KnownHeader.ContentType, out var contentType);
        GrpcContentType.Classify(contentType, out var suffix);
        return TrySetContentType(headers, "application/grpc"u8, suffix)
            && headers.TrySet(KnownHeader.TE, "trailers"u8);
    }

    /// <summary>Counts the call in a cluster's statistics.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="path">The request's path.</param>
    /// <param name="options">What is counted by method.</param>
    public void CountIn(ClusterState cluster, ReadOnlySpan<byte> path, GrpcStatsOptions options)
    {
        _stats = cluster.GrpcMethods.Find(path, options);
        _countsDuration = options.CountsDurations;
    }

    /// <summary>Declares the content's length as the endpoint is to know it: what is decoded has none yet.</summary>
    /// <param name="request">The request; the client's side has its framing already.</param>
    public void PrepareFraming(RequestHead request)
    {
        if (_isBridged && Form == GrpcForm.WebText && request.HasBody)
            request.SetChunked();
    }

    /// <summary>The request's content as the endpoint is to get it.</summary>
    /// <param name="content">The content as it is received.</param>
    public BodySource Request(BodySource content)
    {
        if (_isBridged && Form == GrpcForm.WebText)
        {
            _decoder.Begin(content);
            content = _decoder;
        }

        if (_stats is null)
            return content;
        _requestTap.Begin(content, _stats, GrpcStat.RequestMessageCount);
        return _requestTap;
    }

    /// <summary>Prepares the head of the endpoint's response; only gRPC is translated.</summary>
    /// <param name="response">The response.</param>
    public void PrepareResponse(ResponseHead response)
    {
        if (!_isBridged
            || !response.Headers.TryGet(KnownHeader.ContentType, out var contentType)
            || GrpcContentType.Classify(contentType, out var suffix) != GrpcForm.Grpc)
        {
            return;
        }

        IsAnsweredAsWeb = TrySetContentType(response.Headers, WebContentType, suffix);
        if (IsAnsweredAsWeb && response.HasBody)
            response.SetChunked();
    }

    /// <summary>The response's content as it comes from the endpoint.</summary>
    /// <param name="content">The content.</param>
    public BodySource Response(BodySource content)
    {
        if (_stats is null)
            return content;
        _responseTap.Begin(content, _stats, GrpcStat.ResponseMessageCount);
        return _responseTap;
    }

    /// <summary>Where the response's content goes.</summary>
    /// <param name="sink">The client's side.</param>
    public BodySink Response(BodySink sink)
    {
        if (!IsAnsweredAsWeb)
            return sink;
        _encoder.Begin(sink, _answersText);
        return _encoder;
    }

    /// <summary>Shapes an answer of our own as a call's outcome: all of it is in the head.</summary>
    /// <param name="response">The answer, without its content.</param>
    /// <param name="status">The outcome.</param>
    /// <param name="message">What the caller is told; may be empty.</param>
    /// <param name="scratch">Room for <see cref="GrpcMessageText.LengthMax"/> bytes.</param>
    public void PrepareReply(ResponseHead response, GrpcStatus status, ReadOnlySpan<byte> message, Span<byte> scratch)
    {
        response.Status = 200;
        response.SetNoBody();
        var headers = response.Headers;
        headers.TrySet(KnownHeader.ContentType, Form == GrpcForm.Grpc ? "application/grpc"u8 : WebContentType);
        headers.TrySet(KnownHeader.GrpcStatus, GrpcStatuses.TextOf(status));
        if (!message.IsEmpty)
            headers.TrySet(KnownHeader.GrpcMessage, scratch[..GrpcMessageText.Encode(message, scratch)]);
    }

    /// <summary>Takes note of the call's status, if these headers or trailers tell it.</summary>
    /// <param name="fields">The response's headers, or its trailers.</param>
    public void NoteStatus(HeaderMap fields)
    {
        if (_status is null && fields.TryGet(KnownHeader.GrpcStatus, out var text))
            _status = GrpcStatuses.TryParse(text, out var status) ? status : GrpcStatus.Unknown;
    }

    /// <summary>Ends the call: counts its outcome and gives its buffers back.</summary>
    /// <param name="microseconds">How long the call took.</param>
    public void End(long microseconds)
    {
        Form = GrpcForm.None;
        _decoder.End();
        _encoder.End();
        if (_stats is null || _status is not { } status)
            return;
        GrpcMethodStats.CountEnd(_stats, status);
        if (_countsDuration)
            _stats.Record(GrpcStat.UpstreamRqTime, microseconds);
    }

    private ReadOnlySpan<byte> WebContentType =>
        (_isBridged ? _answersText : Form == GrpcForm.WebText)
            ? "application/grpc-web-text"u8
            : "application/grpc-web"u8;

    private static bool TrySetContentType(HeaderMap headers, ReadOnlySpan<byte> form, ReadOnlySpan<byte> suffix)
    {
        Span<byte> joined = stackalloc byte[128];
        if (form.Length + suffix.Length > joined.Length)
            suffix = default;
        form.CopyTo(joined);
        suffix.CopyTo(joined[form.Length..]);
        return headers.TrySet(KnownHeader.ContentType, joined[..(form.Length + suffix.Length)]);
    }
}
