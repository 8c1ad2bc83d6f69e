using Outrigger.Http;
using Outrigger.Http.Grpc;
using Outrigger.Proxy.Http.Grpc;

namespace Outrigger.Proxy.Http;

/// <summary>What is different when the request is a gRPC call.</summary>
internal sealed partial class HttpExchange
{
    private GrpcCall? _call;
    private long _grpcDeadlineMs;

    /// <summary>Whether the request is a gRPC call, in any of its forms.</summary>
    private bool IsGrpc => _call is { Form: not GrpcForm.None };

    /// <summary>Whether the caller's own time is over.</summary>
    private bool IsPastGrpcDeadline => _loop.NowMs >= _grpcDeadlineMs;

    private void RecogniseGrpc()
    {
        if (!Request.Headers.TryGet(KnownHeader.ContentType, out var contentType))
            return;
        var form = GrpcContentType.Classify(contentType, out _);
        if (form == GrpcForm.None)
            return;
        _call ??= new GrpcCall(_loop);
        _call.Begin(form);
    }

    /// <summary>Prepares a call for its endpoint; false when there is no room for its headers.</summary>
    private bool TryBeginCall()
    {
        if (!IsGrpc)
            return true;
        Request.Headers.TryGet(KnownHeader.GrpcTimeout, out var header);
        if (GrpcDeadline.TimeoutMs(_decision.Forward!, header) is { } timeoutMs)
        {
            _grpcDeadlineMs = _startMs + timeoutMs;
            Clock.EndDeadlineMs = Math.Min(Clock.EndDeadlineMs, _grpcDeadlineMs);
            Span<byte> text = stackalloc byte[GrpcTimeout.TextLengthMax];
            if (!header.IsEmpty)
                Request.Headers.TrySet(KnownHeader.GrpcTimeout, text[..GrpcTimeout.Write(timeoutMs, text)]);
        }

        if (Manager.GrpcStats is { } options)
            _call!.CountIn(_cluster!, Request.Path, options);
        return !Manager.BridgesGrpcWeb || _call!.TryBridge(Request);
    }

    /// <summary>A caller of gRPC reads an outcome, not a status of HTTP.</summary>
    private LocalReply PrepareCallReply(LocalReply reply)
    {
        var status = IsPastGrpcDeadline ? GrpcStatus.DeadlineExceeded : GrpcStatuses.FromHttp(reply.Status);
        var scratch = _worker.Scratch(GrpcMessageText.LengthMax(reply.Body.Length));
        _call!.PrepareReply(Response, status, reply.Body.Span, scratch);
        return reply with { Body = default };
    }

    private void EndCall()
    {
        if (!IsGrpc)
            return;
        if (_response is { } response)
            _call!.NoteStatus(response.Headers);
        _call!.End(_loop.NowMicroseconds - _startMicroseconds);
    }
}
