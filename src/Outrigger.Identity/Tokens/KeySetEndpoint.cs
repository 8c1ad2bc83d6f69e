using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Outrigger.Identity.Tokens;

/// <summary>
/// The keys of an issuer as OpenID Connect Discovery finds them: <c>ISSUER/.well-known/openid-configuration</c> names
/// <c>jwks_uri</c>. They are asked for again after some minutes, and at once, but not more often than every few
/// seconds, for a token whose key is unknown. When the issuer does not answer, the keys that it gave last still count
/// for a while. Thread-safe.
/// </summary>
internal sealed class KeySetEndpoint(HttpClient http, string issuer, TimeProvider time) : IKeySource
{
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan RefreshIntervalMin = TimeSpan.FromSeconds(10);

    /// <summary>An issuer that is silent for so long may have withdrawn a key.</summary>
    private static readonly TimeSpan StaleMax = TimeSpan.FromHours(1);

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private IReadOnlyList<SecurityKey>? _keys;
    private Task _fetching = Task.CompletedTask;
    private DateTimeOffset _fetchedAt = DateTimeOffset.MinValue;
    private DateTimeOffset _triedAt = DateTimeOffset.MinValue;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<SecurityKey>?> KeysAsync(bool refresh, CancellationToken cancellation)
    {
        Task fetching;
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var isDue = _keys is null || refresh || now - _fetchedAt >= RefreshInterval;
            if (isDue && _fetching.IsCompleted && now - _triedAt >= RefreshIntervalMin)
            {
                _triedAt = now;
                _fetching = FetchAsync();
            }

            // Keys that are known serve while others are asked for, unless it is others that are needed.
            fetching = _keys is null || refresh ? _fetching : Task.CompletedTask;
        }

        await fetching.WaitAsync(cancellation);
        lock (_gate) return time.GetUtcNow() - _fetchedAt < StaleMax ? _keys : null;
    }

    private async Task FetchAsync()
    {
        using var deadline = new CancellationTokenSource(Timeout, time);
        try
        {
            var document = await GetAsync($"{issuer.TrimEnd('/')}/.well-known/openid-configuration", deadline.Token);
            using var discovered = JsonDocument.Parse(document);
            // A document that speaks for another issuer would lend it this one's name (Discovery 1.0, section 4.3).
            if (discovered.RootElement.GetProperty("issuer").GetString() != issuer) return;
            if (discovered.RootElement.GetProperty("jwks_uri").GetString() is not { } uri) return;
            if (KeySet.TryRead(await GetAsync(uri, deadline.Token)) is not { } keys) return;
            lock (_gate) (_keys, _fetchedAt) = (keys, time.GetUtcNow());
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or KeyNotFoundException
            or InvalidOperationException or UriFormatException or OperationCanceledException)
        {
            // The keys that are known count for a while longer; who needs others is told that they cannot be had.
        }
    }

    private async Task<string> GetAsync(string uri, CancellationToken cancellation)
    {
        using var response = await http.GetAsync(new Uri(uri), HttpCompletionOption.ResponseHeadersRead, cancellation);
        response.EnsureSuccessStatusCode();
        await response.Content.LoadIntoBufferAsync(KeySet.LengthMax, cancellation);
        return await response.Content.ReadAsStringAsync(cancellation);
    }
}
