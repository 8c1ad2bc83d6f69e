using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Outrigger.Resources;

namespace Outrigger.Local.Api;

/// <summary>Speaks the control plane's management API: HTTP/1.1 over the Unix socket in the state folder.</summary>
internal sealed class ControlPlaneClient : IControlPlane, IDisposable
{
    private static readonly TimeSpan WatchTime = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    private readonly HttpClient _client;

    /// <summary>A client for the socket at <paramref name="socketPath"/>, which need not exist yet.</summary>
    public ControlPlaneClient(string socketPath)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ActivityHeadersPropagator = null,
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellation);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
        _client = new HttpClient(handler)
        {
            BaseAddress = new Uri("http://control-plane"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Whether the control plane answers and has read its configuration.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancellation)
    {
        try
        {
            using var status = await GetAsync("/v1/status", AnswerTimeout, cancellation);
            return status.RootElement.TryGetProperty("ready", out var ready) && ready.GetBoolean();
        }
        catch (ControlPlaneUnavailableException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async Task<long> WaitForChangeAsync(long known, CancellationToken cancellation)
    {
        while (true)
        {
            var path = $"/v1/status?after={known}&wait={WatchTime.TotalSeconds:0}";
            using var status = await GetAsync(path, WatchTime + AnswerTimeout, cancellation);
            var version = status.RootElement.GetProperty("version").GetInt64();
            if (version != known)
            {
                return version;
            }
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ResourceObject<TSpec>>> ListAsync<TSpec>(CancellationToken cancellation)
        where TSpec : class, IResourceSpec
    {
        var kind = ResourceKinds.Of<TSpec>();
        using var list = await GetAsync($"/v1/objects/{kind.Name}", AnswerTimeout, cancellation);
        var objects = new List<ResourceObject<TSpec>>();
        foreach (var item in list.RootElement.GetProperty("items").EnumerateArray())
        {
            var read = ResourceReader.Read(item.GetRawText(), kind.Name);
            objects.AddRange(read.Objects.OfType<ResourceObject<TSpec>>());
        }

        return objects;
    }

    /// <inheritdoc/>
    public async Task PutRuntimeAsync(string objects, TimeSpan wait, CancellationToken cancellation)
    {
        var path = wait > TimeSpan.Zero ? $"/v1/runtime?wait={wait.TotalSeconds:0.###}" : "/v1/runtime";
        using var request = new HttpRequestMessage(HttpMethod.Put, path)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(objects)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await SendAsync(request, wait + AnswerTimeout, cancellation);
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _client.Dispose();

    private async Task<JsonDocument> GetAsync(string path, TimeSpan timeout, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = await SendAsync(request, timeout, cancellation);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellation);
            return await JsonDocument.ParseAsync(body, cancellationToken: cancellation);
        }
        catch (Exception exception) when (exception is JsonException or IOException or HttpRequestException)
        {
            throw new ControlPlaneUnavailableException($"{path}: {exception.Message}", exception);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, TimeSpan timeout, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(timeout);
        HttpResponseMessage response;
        try
        {
            response = await _client.SendAsync(request, deadline.Token);
        }
        catch (Exception exception) when (exception is HttpRequestException or SocketException or IOException
            || (exception is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new ControlPlaneUnavailableException($"{request.RequestUri}: {exception.Message}", exception);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        var body = await response.Content.ReadAsStringAsync(cancellation);
        var message = $"{request.RequestUri}: {(int)response.StatusCode} {body}";
        response.Dispose();
        throw new ControlPlaneUnavailableException(message);
    }
}
