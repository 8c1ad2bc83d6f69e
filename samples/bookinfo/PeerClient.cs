using System.Net;
using Microsoft.AspNetCore.Http;

namespace Outrigger.Samples.Bookinfo;

/// <summary>Calls other services of the sample. Honours http_proxy, which is where a sidecar waits.</summary>
internal sealed class PeerClient : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        // Trace headers are handed on as they came; the library must not start a trace of its own.
        ActivityHeadersPropagator = null,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>
    /// GETs <paramref name="path"/> of <paramref name="peer"/> on behalf of <paramref name="caller"/>'s
    /// request. Never throws for what a peer or the network does: no answer within the time is 503.
    /// </summary>
    public async Task<PeerAnswer> GetAsync(
        Uri peer, string path, HttpContext caller, TimeSpan timeout, string? endUser = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(peer, path));
        PropagatedHeaders.Copy(caller.Request.Headers, request);
        if (endUser is not null)
        {
            request.Headers.Remove(PropagatedHeaders.EndUser);
            request.Headers.TryAddWithoutValidation(PropagatedHeaders.EndUser, endUser);
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(caller.RequestAborted);
        deadline.CancelAfter(timeout);
        try
        {
            using var response = await _client.SendAsync(request, deadline.Token);
            var body = await response.Content.ReadAsByteArrayAsync(deadline.Token);
            return new PeerAnswer((int)response.StatusCode, body);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return PeerAnswer.Unavailable;
        }
    }

    public void Dispose() => _client.Dispose();
}

/// <summary>A peer's answer: its status and its body as it came.</summary>
internal sealed record PeerAnswer(int StatusCode, byte[] Body)
{
    public static readonly PeerAnswer Unavailable = new((int)HttpStatusCode.ServiceUnavailable, []);

    public bool IsSuccess => StatusCode == (int)HttpStatusCode.OK;
}
