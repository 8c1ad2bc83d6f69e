using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Outrigger.ControlPlane.Api.Contract;

namespace Outrigger.ControlPlane.Client;

/// <summary>
/// Speaks to a running control plane over its Unix socket. Only the user who started the mesh may open the
/// socket, which is all the authentication that a mesh on one machine needs.
/// </summary>
public sealed class ManagementClient : IDisposable
{
    private readonly string _socket;
    private readonly HttpClient _http;

    /// <summary>Creates a client; nothing is connected before the first call.</summary>
    /// <param name="stateDirectory">The mesh's state directory.</param>
    public ManagementClient(string stateDirectory)
    {
        _socket = StateDirectory.ApiSocket(stateDirectory);
        var handler = new SocketsHttpHandler { ConnectCallback = ConnectAsync };
        _http = new HttpClient(handler)
        {
            BaseAddress = new Uri("http://control-plane/"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Applies every object of a YAML or JSON text.</summary>
    /// <param name="text">The objects.</param>
    /// <param name="file">The file's name for messages; empty for none.</param>
    /// <param name="wait">How long to wait until every connected proxy has acknowledged; null not to
    /// wait.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ManagementException">The objects were refused, or the control plane cannot be
    /// reached.</exception>
    public Task<ApplyResult> ApplyAsync(
        string text, string file = "", TimeSpan? wait = null, CancellationToken cancellation = default) =>
        SendAsync<ApplyResult>(Text(HttpMethod.Post, $"v1/apply{WaitQuery(wait)}", text, file), cancellation);

    /// <summary>Deletes every object that a YAML or JSON text names.</summary>
    /// <inheritdoc cref="ApplyAsync"/>
    public Task<ApplyResult> DeleteAsync(
        string text, string file = "", TimeSpan? wait = null, CancellationToken cancellation = default) =>
        SendAsync<ApplyResult>(Text(HttpMethod.Post, $"v1/delete{WaitQuery(wait)}", text, file), cancellation);

    /// <summary>Deletes one object.</summary>
    /// <inheritdoc cref="ApplyAsync"/>
    public Task<ApplyResult> DeleteAsync(
        string kind, string objectNamespace, string name, TimeSpan? wait = null,
        CancellationToken cancellation = default) =>
        SendAsync<ApplyResult>(
            new HttpRequestMessage(
                HttpMethod.Delete, $"v1/objects/{PathOf(kind, objectNamespace, name)}{WaitQuery(wait)}"),
            cancellation);

    /// <summary>The objects of a kind as a Kubernetes list, or one object.</summary>
    /// <param name="kind">Kind, plural or short name.</param>
    /// <param name="objectNamespace">Only this namespace; null for all.</param>
    /// <param name="name">Only this object; null for all.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>JSON as Kubernetes would write it.</returns>
    public async Task<JsonElement> GetAsync(
        string kind, string? objectNamespace = null, string? name = null, CancellationToken cancellation = default)
    {
        var path = name is not null
            ? PathOf(kind, objectNamespace ?? "", name)
            : string.Join('/', new[] { kind, objectNamespace }.OfType<string>().Select(Uri.EscapeDataString));
        return await SendAsync<JsonElement>(
            new HttpRequestMessage(HttpMethod.Get, $"v1/objects/{path}"), cancellation);
    }

    /// <summary>The endpoints of a service with their health.</summary>
    public Task<IReadOnlyList<EndpointView>> EndpointsAsync(
        string service, string objectNamespace, CancellationToken cancellation = default) =>
        SendAsync<IReadOnlyList<EndpointView>>(
            new HttpRequestMessage(HttpMethod.Get,
                $"v1/endpoints/{Uri.EscapeDataString(objectNamespace)}/{Uri.EscapeDataString(service)}"), cancellation);

    /// <summary>The connected proxies.</summary>
    public Task<IReadOnlyList<ProxyView>> ProxiesAsync(CancellationToken cancellation = default) =>
        SendAsync<IReadOnlyList<ProxyView>>(new HttpRequestMessage(HttpMethod.Get, "v1/proxies"), cancellation);

    /// <summary>How the certificate authority stands.</summary>
    public Task<AuthorityView> AuthorityAsync(CancellationToken cancellation = default) =>
        SendAsync<AuthorityView>(new HttpRequestMessage(HttpMethod.Get, "v1/ca"), cancellation);

    /// <summary>Begins to replace the root, or goes on with it.</summary>
    /// <param name="wait">
    /// How long to wait until every proxy has a certificate of the new root; null not to wait.
    /// </param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ManagementException">The CA is plugged in, or the control plane cannot be
    /// reached.</exception>
    public Task<AuthorityView> RotateAuthorityAsync(
        TimeSpan? wait = null, CancellationToken cancellation = default) =>
        SendAsync<AuthorityView>(
            new HttpRequestMessage(HttpMethod.Post, $"v1/ca/rotate{WaitQuery(wait)}"), cancellation);

    /// <summary>The control plane's state.</summary>
    /// <param name="after">
    /// Wait until the version is greater than this, at most <paramref name="wait"/>; null to be answered at
    /// once.
    /// </param>
    /// <param name="wait">How long to wait for a newer version.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<StatusView> StatusAsync(
        long? after = null, TimeSpan? wait = null, CancellationToken cancellation = default)
    {
        var query = after is { } version
            ? $"?after={version}&wait={(wait ?? TimeSpan.FromSeconds(30)).TotalSeconds}"
            : "";
        return SendAsync<StatusView>(new HttpRequestMessage(HttpMethod.Get, $"v1/status{query}"), cancellation);
    }

    /// <summary>
    /// Replaces what the runtime observes: the complete set of Pods and EndpointSlices. It is stored, so that
    /// a control plane that starts anew serves the same endpoints at once.
    /// </summary>
    /// <inheritdoc cref="ApplyAsync"/>
    public Task<ApplyResult> SetRuntimeAsync(
        string text, TimeSpan? wait = null, CancellationToken cancellation = default) =>
        SendAsync<ApplyResult>(Text(HttpMethod.Put, $"v1/runtime{WaitQuery(wait)}", text, ""), cancellation);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>
    /// The namespace of an object that is in none is written as any other's and not looked at.
    /// </summary>
    private static string PathOf(string kind, string objectNamespace, string name) => string.Join('/',
        new[] { kind, objectNamespace.Length == 0 ? "default" : objectNamespace, name }.Select(Uri.EscapeDataString));

    private static string WaitQuery(TimeSpan? wait) => wait is { } time ? $"?wait={time.TotalSeconds}" : "";

    private static HttpRequestMessage Text(HttpMethod method, string path, string text, string file)
    {
        var request = new HttpRequestMessage(method, path)
        {
            Content = new StringContent(text, Encoding.UTF8, "application/yaml"),
        };
        if (file.Length > 0) request.Headers.Add(FileHeader, Uri.EscapeDataString(file));
        return request;
    }

    /// <summary>The header that names the file of a request's text, percent-encoded.</summary>
    public const string FileHeader = "X-Outrigger-File";

    private async Task<T> SendAsync<T>(HttpRequestMessage request, CancellationToken cancellation)
    {
        using (request)
        {
            HttpResponseMessage response;
            try
            {
                response = await _http.SendAsync(request, cancellation);
            }
            catch (HttpRequestException unreachable)
            {
                throw new ManagementException(
                    $"no mesh answers at {_socket}; is it running? (outrigger up starts one)", [], unreachable);
            }
            using (response)
            {
                if (response.IsSuccessStatusCode)
                    return (await response.Content.ReadFromJsonAsync<T>(ApiJson.Options, cancellation))!;
                throw await RefusedAsync(response, cancellation);
            }
        }
    }

    private static async Task<ManagementException> RefusedAsync(
        HttpResponseMessage response, CancellationToken cancellation)
    {
        var text = await response.Content.ReadAsStringAsync(cancellation);
        try
        {
            if (JsonSerializer.Deserialize<Refusal>(text, ApiJson.Options) is { Message: not null } refusal)
                return new ManagementException(refusal.Message, refusal.Diagnostics ?? []);
        }
        catch (JsonException)
        {
            // Not an answer of the API's; it is shown as it came.
        }
        return new ManagementException($"the control plane answered {(int)response.StatusCode}: {text}", []);
    }

    private async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(_socket), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
