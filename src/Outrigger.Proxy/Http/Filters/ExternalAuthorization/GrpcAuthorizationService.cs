using System.Collections.Immutable;
using System.Text;
using Envoy.Config.Core.V3;
using Envoy.Service.Auth.V3;
using Google.Protobuf;
using Outrigger.Http.Grpc;
using Outrigger.Proxy.Http.Calls;
using Outrigger.Routing.MetadataValues;
using AppendAction = Envoy.Config.Core.V3.HeaderValueOption.Types.HeaderAppendAction;

namespace Outrigger.Proxy.Http.Filters.ExternalAuthorization;

/// <summary>
/// A service of <c>envoy.service.auth.v3.Authorization</c>. The question is written from bytes to bytes; of the
/// answer one message is made, a few hundred bytes for the collector.
/// </summary>
internal sealed class GrpcAuthorizationService : AuthorizationService
{
    private static ReadOnlySpan<byte> CheckPath => "/envoy.service.auth.v3.Authorization/Check"u8;

    /// <summary>The server's name.</summary>
    public required byte[] Authority { get; init; }

    /// <summary>What of the request the service is told.</summary>
    public required CheckRequestOptions Request { get; init; }

    /// <inheritdoc/>
    public override CallOptions Options => new(TimeoutMs, ResponseBytesMax, IsRepeatable: true, NeedsHttp2: true);

    /// <inheritdoc/>
    public override bool TryPrepare(UpstreamCall call, in AuthorizationQuestion question)
    {
        var message = call.Message;
        message.Begin(UnaryGrpc.FrameBytes);
        CheckRequestWriter.Write(message, Request, in question);
        return TryPrepare(call);
    }

    /// <summary>Completes a call whose message is written.</summary>
    /// <param name="call">The call.</param>
    public bool TryPrepare(UpstreamCall call)
    {
        var message = call.Message;
        UnaryGrpc.WriteFrame(message.Reserved(UnaryGrpc.FrameBytes), message.Count - UnaryGrpc.FrameBytes);
        return UnaryGrpc.TryPrepare(call.Request, Authority, CheckPath, TimeoutMs);
    }

    /// <inheritdoc/>
    public override KeptContent? ContentOf(in AuthorizationQuestion question) => null;

    /// <inheritdoc/>
    public override AuthorizationDecision Read(UpstreamCall call)
    {
        if (UnaryGrpc.StatusOf(call) != GrpcStatus.Ok
            || !UnaryGrpc.TryReadMessage(call.Content, out var message)
            || TryParse(message) is not { } response)
        {
            return AuthorizationDecision.Failed;
        }

        var metadata = response.DynamicMetadata ?? response.OkResponse?.DynamicMetadata;
        var noted = metadata is null ? null : MetadataValue.From(metadata);
        if ((response.Status?.Code ?? 0) != 0)
            return Refused(response.DeniedResponse, noted);
        return response.OkResponse is null && noted is null
            ? AuthorizationDecision.Allowed
            : Passed(response.OkResponse ?? new OkHttpResponse(), noted);
    }

    private static CheckResponse? TryParse(ReadOnlySpan<byte> message)
    {
        try
        {
            return CheckResponse.Parser.ParseFrom(message);
        }
        catch (InvalidProtocolBufferException)
        {
            // The library can report damage only by throwing; a damaged answer is none.
            return null;
        }
    }

    private static AuthorizationDecision Refused(DeniedHttpResponse? denied, MetadataValue? metadata)
    {
        var status = (int)(denied?.Status?.Code ?? 0);
        return new AuthorizationDecision
        {
            Verdict = AuthorizationVerdict.Denied,
            Status = status is >= 200 and <= 599 ? status : 403,
            Body = Encoding.UTF8.GetBytes(denied?.Body ?? ""),
            Headers = denied is null ? [] : [.. denied.Headers.Select(header => Change(header, HeaderChangeKind.Add))],
            Metadata = metadata,
        };
    }

    private static AuthorizationDecision Passed(OkHttpResponse ok, MetadataValue? metadata) => new()
    {
        Headers = [.. ok.Headers.Select(header => Change(header, RequestKindOf(header)))],
        RemovedHeaders = [.. ok.HeadersToRemove.Select(name => Encoding.UTF8.GetBytes(name.ToLowerInvariant()))],
        ResponseHeaders = [.. ok.ResponseHeadersToAdd.Select(header => Change(header, ResponseKindOf(header)))],
        QueryParameters =
        [
            .. ok.QueryParametersToSet.Select(each => KeyValuePair.Create(each.Key, (string?)each.Value)),
            .. ok.QueryParametersToRemove.Select(name => KeyValuePair.Create(name, (string?)null)),
        ],
        Metadata = metadata,
    };

    private static HeaderChange Change(HeaderValueOption option, HeaderChangeKind kind)
    {
        var header = option.Header ?? new HeaderValue();
        var value = header.RawValue.IsEmpty ? Encoding.UTF8.GetBytes(header.Value) : header.RawValue.ToByteArray();
        return HeaderChange.Of(header.Key, value, kind);
    }

    // Unlike elsewhere, a header of the request is replaced where the service does not say.
    private static HeaderChangeKind RequestKindOf(HeaderValueOption option) => option.Append switch
    {
        true => HeaderChangeKind.AppendIfPresent,
        false => HeaderChangeKind.Set,
        null => option.AppendAction == AppendAction.AppendIfExistsOrAdd
            ? HeaderChangeKind.Set
            : KindOf(option.AppendAction),
    };

    private static HeaderChangeKind ResponseKindOf(HeaderValueOption option) => option.Append switch
    {
        true => HeaderChangeKind.Add,
        false => HeaderChangeKind.Set,
        null => KindOf(option.AppendAction),
    };

    private static HeaderChangeKind KindOf(AppendAction action) => action switch
    {
        AppendAction.AddIfAbsent => HeaderChangeKind.AddIfAbsent,
        AppendAction.OverwriteIfExistsOrAdd => HeaderChangeKind.Set,
        AppendAction.OverwriteIfExists => HeaderChangeKind.SetIfPresent,
        _ => HeaderChangeKind.Add,
    };
}
