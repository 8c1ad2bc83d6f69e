using System.Net;
using System.Text.Json;

namespace Outrigger.ControlPlane.KeySets;

/// <summary>
/// Fetches the keys of issuers over HTTPS, or over HTTP where an address says so. Time and size are bounded, since
/// an issuer is somebody else. Thread-safe.
/// </summary>
internal sealed class KeySetFetcher : IDisposable
{
    private const string DiscoveryPath = "/.well-known/openid-configuration";
    private const int DocumentBytesMax = 1024 * 1024;

    private readonly HttpClient _client;
    private readonly TimeProvider _time;

    /// <summary>Makes a fetcher.</summary>
    /// <param name="time">The clock of its deadlines.</param>
    /// <param name="handler">What sends requests; null for the network.</param>
    public KeySetFetcher(TimeProvider time, HttpMessageHandler? handler = null)
    {
        _time = time;
        _client = new HttpClient(handler ?? new SocketsHttpHandler
        {
            MaxAutomaticRedirections = 3,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
        {
            MaxResponseContentBufferSize = DocumentBytesMax,
            // The deadline is that of the rule.
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Fetches a key set.</summary>
    /// <param name="source">Where it is.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The key set, JSON.</returns>
    /// <exception cref="KeySetException">There is none.</exception>
    public async Task<string> FetchAsync(KeySetSource source, TimeSpan timeout, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            var address = source.IsDiscovered
                ? await DiscoverAsync(source.Address.TrimEnd('/') + DiscoveryPath, either.Token)
                : source.Address;
            var keys = await GetAsync(address, either.Token);
            RequireKeys(keys);
            return keys;
        }
        catch (OperationCanceledException cause) when (deadline.IsCancellationRequested)
        {
            throw new KeySetException($"no answer within {timeout.TotalSeconds:0.###} s", cause);
        }
        catch (Exception cause) when (cause is HttpRequestException or UriFormatException)
        {
            throw new KeySetException(cause.Message, cause);
        }
        catch (JsonException cause)
        {
            throw new KeySetException("the answer is not JSON", cause);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<string> DiscoverAsync(string address, CancellationToken cancellation)
    {
        using var document = JsonDocument.Parse(await GetAsync(address, cancellation));
        var found = document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("jwks_uri", out var value)
            && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
        return KeySetSource.IsHttp(found)
            ? found!
            : throw new KeySetException("the issuer's OpenID configuration has no jwks_uri");
    }

    private async Task<string> GetAsync(string address, CancellationToken cancellation)
    {
        using var response = await _client.GetAsync(new Uri(address), cancellation);
        if (response.StatusCode != HttpStatusCode.OK)
            throw new KeySetException($"the answer was {(int)response.StatusCode}, expected 200");
        return await response.Content.ReadAsStringAsync(cancellation);
    }

    /// <summary>What is no key set must not take the place of the last good one.</summary>
    private static void RequireKeys(string json)
    {
        using var document = JsonDocument.Parse(json);
        var hasKeys = document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("keys", out var keys)
            && keys.ValueKind == JsonValueKind.Array
            && keys.GetArrayLength() > 0;
        if (!hasKeys) throw new KeySetException("the answer has no keys, expected a key set as in RFC 7517");
    }
}
