using System.Collections.Concurrent;
using System.Net;

namespace Outrigger.EndToEnd.Tests.Traffic;

/// <summary>
/// Requests that go on while a test changes the mesh, over kept connections and new ones, and of which none
/// may fail.
/// </summary>
internal sealed class BackgroundLoad : IAsyncDisposable
{
    private const int Clients = 4;
    private const int RequestsPerConnection = 50;

    private static readonly string[] Paths =
        ["/api/v1/products/0/reviews", "/productpage", "/api/v1/products/0/reviews", "/api/v1/products/0"];

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _failures = [];
    private readonly Task[] _clients;
    private readonly Uri _ingress;
    private int _requests;

    private BackgroundLoad(Uri ingress)
    {
        _ingress = ingress;
        _clients = [.. Enumerable.Range(0, Clients).Select(_ => Task.Run(RunAsync))];
    }

    /// <summary>How many requests were answered.</summary>
    public int Requests => _requests;

    /// <summary>Starts the load.</summary>
    public static BackgroundLoad Start(Uri ingress) => new(ingress);

    /// <summary>
    /// Ends the load and fails the test when a request failed, or when there were hardly any.
    /// </summary>
    public async Task StopAndCheckAsync(int requestsMin = 100)
    {
        await StopAsync();
        Assert.True(
            _failures.IsEmpty,
            $"{_failures.Count} of {_requests + _failures.Count} requests failed: "
            + string.Join("; ", _failures.Take(5)));
        Assert.True(_requests >= requestsMin, $"only {_requests} requests were made");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_clients);
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            using var client = new BookinfoClient(_ingress);
            for (var i = 0; i < RequestsPerConnection && !_stop.IsCancellationRequested; i++)
            {
                await AskAsync(client, Paths[i % Paths.Length]);
            }
        }
    }

    private async Task AskAsync(BookinfoClient client, string path)
    {
        try
        {
            var (status, body) = await client.GetAsync(path);
            if (status == HttpStatusCode.OK && !IsIncomplete(body))
            {
                Interlocked.Increment(ref _requests);
            }
            else
            {
                var beginning = body[..Math.Min(200, body.Length)];
                _failures.Enqueue($"{DateTime.UtcNow:HH:mm:ss.fff} {path}: {(int)status} {beginning}");
            }
        }
        catch (HttpRequestException exception)
        {
            _failures.Enqueue(
                $"{DateTime.UtcNow:HH:mm:ss.fff} {path}: {exception.GetBaseException().Message}");
        }
    }

    // The page hides a peer's failure from its reader; not from us.
    private static bool IsIncomplete(string body) => body.Contains("unavailable", StringComparison.Ordinal);
}
