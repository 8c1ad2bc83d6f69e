using System.Net;
using Outrigger.Http;
using Outrigger.Http.Paths;
using Outrigger.Net.Sockets;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Http;

/// <summary>
/// What the connection manager does to a request's headers before it is routed: one spelling of host and
/// path, who the client is, and nothing that a client must not say.
/// </summary>
internal static class RequestHeaders
{
    /// <summary>Prepares a request.</summary>
    /// <param name="connection">The connection it came on.</param>
    /// <param name="head">The request.</param>
    /// <param name="reply">The answer, when it cannot be routed.</param>
    /// <returns>Whether to go on.</returns>
    public static bool TryPrepare(ServerConnection connection, RequestHead head, out LocalReply reply)
    {
        var model = connection.Model;
        reply = default;
        if (head.Version == Outrigger.Http.HttpVersion.Http10 && !TryPrepareHttp10(model, head, out reply))
            return false;
        HopByHop.Strip(head);
        if (model.Limits.UnderscoreHeaders != UnderscoreHeadersAction.Allow
            && !TryHandleUnderscores(connection, model.Limits.UnderscoreHeaders, head.Headers))
        {
            reply = LocalReply.BadRequest;
            return false;
        }

        if (!TryNormalizePath(connection, head, out reply))
            return false;
        if (model.Path.StripsAnyPort || model.Path.StripsMatchingPort || model.Path.StripsTrailingDot)
            NormalizeHost(model.Path, connection.Client.Destination, head);
        PrepareForwarding(connection, head);
        PrepareRequestId(connection, head);
        if (!model.Proxies100Continue)
            head.Headers.Remove(KnownHeader.Expect);
        if (!model.Via.IsDefaultOrEmpty)
            head.Headers.TryAppend(KnownHeader.Via, model.Via.AsSpan());
        return true;
    }

    private static bool TryPrepareHttp10(
        HttpConnectionManagerModel model, RequestHead head, out LocalReply reply)
    {
        reply = LocalReply.UpgradeRequired;
        if (!model.Http1.AcceptsHttp10)
            return false;
        reply = LocalReply.BadRequest;
        return !head.Authority.IsEmpty
            || head.TrySetAuthority(System.Text.Encoding.ASCII.GetBytes(model.Http1.DefaultHostForHttp10));
    }

    private static bool TryHandleUnderscores(
        ServerConnection connection, UnderscoreHeadersAction action, HeaderMap headers)
    {
        for (var index = headers.Count - 1; index >= 0; index--)
        {
            if (!headers.NameAt(index).Contains((byte)'_'))
                continue;
            connection.CountUnderscores(isRejected: action == UnderscoreHeadersAction.RejectRequest);
            if (action == UnderscoreHeadersAction.RejectRequest)
                return false;
            headers.RemoveAt(index);
        }

        return true;
    }

    private static bool TryNormalizePath(
        ServerConnection connection, RequestHead head, out LocalReply reply)
    {
        var options = connection.Model.Path;
        reply = default;
        if (!options.Normalizes && !options.MergesSlashes
            && options.EscapedSlashes == Model.EscapedSlashesAction.KeepUnchanged)
        {
            return true;
        }

        var scratch = connection.Client.Worker.Scratch(PathNormalizer.LengthMax(head.Path.Length));
        var steps = connection.Model.PathSteps;
        var result = PathNormalizer.Normalize(head.Path, steps, scratch, out var written);
        switch (result)
        {
            case PathNormalizationResult.Unchanged:
                return true;
            case PathNormalizationResult.Changed:
                return head.TrySetPath(scratch[..written]);
            case PathNormalizationResult.Redirect:
                connection.Stats.Increment(HttpStat.DownstreamRqRedirectedWithNormalizedPath);
                head.TrySetPath(scratch[..written]);
                reply = new LocalReply(307, default, IsRedirectToPath: true);
                return false;
            default:
                connection.Stats.Increment(HttpStat.DownstreamRqFailedPathNormalization);
                reply = LocalReply.BadRequest;
                return false;
        }
    }

    private static void NormalizeHost(PathOptions options, NetworkAddress? destination, RequestHead head)
    {
        var host = head.Authority;
        var colon = host.LastIndexOf((byte)':');
        var portStart = colon > host.LastIndexOf((byte)']') ? colon : -1;
        var port = portStart < 0 ? default : host[(portStart + 1)..];
        var name = portStart < 0 ? host : host[..portStart];
        var keepsPort = portStart >= 0 && !options.StripsAnyPort
            && !(options.StripsMatchingPort && IsPort(port, destination?.Port ?? 0));
        var endsWithDot = options.StripsTrailingDot && name.Length > 1 && name[^1] == (byte)'.';
        if (keepsPort && !endsWithDot)
            return;
        if (endsWithDot)
            name = name[..^1];
        Span<byte> joined = stackalloc byte[512];
        if (name.Length + port.Length + 1 > joined.Length)
            return;
        name.CopyTo(joined);
        var length = name.Length;
        if (keepsPort)
        {
            joined[length++] = (byte)':';
            port.CopyTo(joined[length..]);
            length += port.Length;
        }

        head.TrySetAuthority(joined[..length]);
    }

    private static bool IsPort(ReadOnlySpan<byte> text, int port) =>
        System.Buffers.Text.Utf8Parser.TryParse(text, out int value, out var consumed)
        && consumed == text.Length && value == port;

    /// <summary>
    /// The client's address and scheme. When the remote address is used, we are the first proxy that is
    /// trusted: what the client says of itself is replaced; otherwise it was said by a proxy before us and is
    /// passed on.
    /// </summary>
    private static void PrepareForwarding(ServerConnection connection, RequestHead head)
    {
        var model = connection.Model;
        var headers = head.Headers;
        var isInternal = IsInternal(model, connection.Client.PeerAddress);
        if (model.UsesRemoteAddress && !model.SkipsForwardedForAppend && !connection.PeerText.IsEmpty)
            headers.TryAppend(KnownHeader.XForwardedFor, connection.PeerText);
        var keepsScheme = !model.UsesRemoteAddress || model.TrustedHopsCount > 0;
        if (!keepsScheme || !headers.Contains(KnownHeader.XForwardedProto))
            headers.TrySet(KnownHeader.XForwardedProto, connection.Client.Tls is null ? "http"u8 : "https"u8);
        if (headers.TryGet(KnownHeader.XForwardedProto, out var scheme))
            head.Scheme = scheme.SequenceEqual("https"u8) ? HttpScheme.Https : HttpScheme.Http;
        if (isInternal)
            headers.TrySet(KnownHeader.XEnvoyInternal, "true"u8);
        else
            EnvoyHeaders.RemoveInternal(headers, isEdge: model.UsesRemoteAddress);
        ForwardedClientCertificate.Prepare(connection, headers);
    }

    private static bool IsInternal(HttpConnectionManagerModel model, NetworkAddress? peer)
    {
        if (model.InternalNetworks.IsDefaultOrEmpty || peer?.Ip is not { } ip)
            return false;
        foreach (var network in model.InternalNetworks)
        {
            if (network.Contains(ip))
                return true;
        }

        return false;
    }

    private static void PrepareRequestId(ServerConnection connection, RequestHead head)
    {
        var model = connection.Model;
        var isPresent = head.Headers.Contains(KnownHeader.XRequestId);
        // At the edge a client's own id is not trusted to be unique.
        var isKept = isPresent && (!model.UsesRemoteAddress || model.PreservesExternalRequestId);
        if (isKept || !model.GeneratesRequestId)
            return;
        Span<byte> id = stackalloc byte[RequestId.Length];
        RequestId.Write(id, ref connection.Client.Worker.Random);
        head.Headers.TrySet(KnownHeader.XRequestId, id);
    }
}
