using Outrigger.Http;
using Outrigger.Proxy.Model;

namespace Outrigger.Proxy.Http;

/// <summary>What is done to a response's headers on their way to the client.</summary>
internal static class ResponseHeaders
{
    /// <summary>Prepares a response, an endpoint's or our own, after the route's mutations.</summary>
    /// <param name="connection">The connection it goes out on.</param>
    /// <param name="request">The request.</param>
    /// <param name="response">The response.</param>
    /// <param name="isLocal">Whether it is our own.</param>
    public static void Prepare(
        ServerConnection connection, RequestHead request, ResponseHead response, bool isLocal)
    {
        var model = connection.Model;
        var headers = response.Headers;
        if (!headers.Contains(KnownHeader.Date))
            headers.TryAdd(KnownHeader.Date, connection.Client.Worker.Date.Current);
        var replacesServer = isLocal || model.ServerHeader switch
        {
            ServerHeaderMode.Overwrite => true,
            ServerHeaderMode.AppendIfAbsent => !headers.Contains(KnownHeader.Server),
            _ => false,
        };
        if (replacesServer)
            headers.TrySet(KnownHeader.Server, model.ServerName.AsSpan());
        if (!model.Via.IsDefaultOrEmpty)
            headers.TryAppend(KnownHeader.Via, model.Via.AsSpan());
        if (model.SetsRequestIdInResponse && request.Headers.TryGet(KnownHeader.XRequestId, out var id))
            headers.TrySet(KnownHeader.XRequestId, id);
    }
}
