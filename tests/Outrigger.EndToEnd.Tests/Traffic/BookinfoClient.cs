using System.Collections.Concurrent;
using System.Net;

namespace Outrigger.EndToEnd.Tests.Traffic;

/// <summary>Somebody outside the mesh who looks at books.</summary>
internal sealed class BookinfoClient : IDisposable
{
    private const string ReviewsPath = "/api/v1/products/0/reviews";
    private const int Connections = 16;

    private readonly HttpClient _client;

    public BookinfoClient(Uri ingress) => _client = new HttpClient(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        MaxConnectionsPerServer = Connections,
    })
    {
        BaseAddress = ingress,
    };

    public void Dispose() => _client.Dispose();

    /// <summary>GETs a path, signed in as somebody or not.</summary>
    public async Task<(HttpStatusCode Status, string Body)> GetAsync(string path, string? user = null)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (user is not null)
        {
            request.Headers.Add("end-user", user);
        }

        using var response = await _client.SendAsync(request, cancellation);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(cancellation));
    }

    /// <summary>Asks once for the reviews and tells which version answered.</summary>
    public async Task<ReviewsVersion> AskReviewsAsync(string? user = null)
    {
        var (status, body) = await GetAsync(ReviewsPath, user);
        Assert.True(status == HttpStatusCode.OK, $"{(int)status} {body}");
        return VersionOf(body);
    }

    /// <summary>Asks so many times for the reviews and returns each version's share of the answers.</summary>
    public async Task<IReadOnlyDictionary<ReviewsVersion, double>> ShareAsync(
        int requests, string? user = null)
    {
        var counts = new ConcurrentDictionary<ReviewsVersion, int>();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, requests),
            new ParallelOptions { MaxDegreeOfParallelism = Connections },
            async (_, _) => counts.AddOrUpdate(await AskReviewsAsync(user), 1, (_, count) => count + 1));
        return counts.ToDictionary(pair => pair.Key, pair => (double)pair.Value / requests);
    }

    private static ReviewsVersion VersionOf(string body) => body switch
    {
        _ when body.Contains("\"color\":\"black\"", StringComparison.Ordinal) => ReviewsVersion.V2,
        _ when body.Contains("\"color\":\"red\"", StringComparison.Ordinal) => ReviewsVersion.V3,
        _ when !body.Contains("\"rating\"", StringComparison.Ordinal) => ReviewsVersion.V1,
        _ => throw new Xunit.Sdk.XunitException($"reviews without their ratings: {body}"),
    };
}
