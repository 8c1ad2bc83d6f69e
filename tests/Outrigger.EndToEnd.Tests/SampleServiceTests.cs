using System.Net;
using System.Net.Sockets;
using Outrigger.EndToEnd.Tests.Meshes;
using Outrigger.EndToEnd.Tests.Proxies;
using Outrigger.Local.Supervision;

namespace Outrigger.EndToEnd.Tests;

/// <summary>One service of the sample by itself.</summary>
public sealed class SampleServiceTests : IDisposable
{
    private readonly ProcessLauncher _launcher = new(Guid.NewGuid().ToString("N"));
    private readonly string _folder = Directory.CreateTempSubdirectory("outrigger-e2e-").FullName;

    public void Dispose()
    {
        _launcher.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_callers_identity_and_trace_are_passed_on_and_nothing_else_is()
    {
        await using var ratings = new RecordingBackend();
        var port = FreePort();
        var reviews = await _launcher.StartAsync(new ProcessSpec
        {
            Name = "reviews",
            Command = [.. OutriggerProgram.Sample, "reviews"],
            Environment = new Dictionary<string, string?>
            {
                ["BIND_ADDRESS"] = "127.0.0.1",
                ["PORT"] = $"{port}",
                ["SERVICE_VERSION"] = "v2",
                ["RATINGS_HOSTNAME"] = "127.0.0.1",
                ["RATINGS_SERVICE_PORT"] = $"{ratings.Port}",
                ["http_proxy"] = null,
                ["HTTP_PROXY"] = null,
            },
            WorkingDirectory = _folder,
            LogFile = Path.Combine(_folder, "log"),
        });
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var url = $"http://127.0.0.1:{port}";
        await Deadline.UntilAsync(async () => await IsHealthyAsync(client, url));

        using var request = new HttpRequestMessage(HttpMethod.Get, $"{url}/reviews/0");
        request.Headers.Add("end-user", "jason");
        request.Headers.Add("x-request-id", "7f3d");
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        request.Headers.Add("x-b3-sampled", "1");
        request.Headers.Add("x-other", "mine");
        (await client.SendAsync(request, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();

        // Names of fields are compared without regard to case, which the client library chooses.
        var seen = Assert.Single(ratings.Requests).ToLowerInvariant();
        Assert.StartsWith("get /ratings/0 http/1.1\r\n", seen);
        Assert.Contains("\r\nend-user: jason\r\n", seen);
        Assert.Contains("\r\nx-request-id: 7f3d\r\n", seen);
        Assert.Contains("\r\ntraceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n", seen);
        Assert.Contains("\r\nx-b3-sampled: 1\r\n", seen);
        Assert.DoesNotContain("x-other", seen);
        await reviews.StopAsync(TimeSpan.FromSeconds(10), TimeProvider.System);
    }

    private static async Task<bool> IsHealthyAsync(HttpClient client, string url)
    {
        try
        {
            using var response = await client.GetAsync($"{url}/health", TestContext.Current.CancellationToken);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
