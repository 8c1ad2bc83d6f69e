using System.Net;
using Outrigger.Interop.Tests.Proxies;
using Outrigger.Interop.Tests.Servers;

namespace Outrigger.Interop.Tests.Http;

/// <summary>.NET's HttpClient before the proxies.</summary>
public sealed class HttpClientTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Ways.All), MemberType = typeof(Ways))]
    public async Task Headers_bodies_and_cookies_pass(string name)
    {
        var way = Way.Named(name);
        await using var server = await KestrelServer.StartAsync(way.Server);
        await using var pair = await ProxyPair.StartAsync(way, server.Port);
        using var client = DotnetClient.Create(way, pair.Port);
        var request = new HttpRequestMessage(HttpMethod.Get, "/headers")
        {
            Version = client.DefaultRequestVersion,
            VersionPolicy = client.DefaultVersionPolicy,
        };
        request.Headers.TryAddWithoutValidation("x-long", new string('y', 8000));
        request.Headers.TryAddWithoutValidation("cookie", "a=1; b=2");

        using var answer = await client.SendAsync(request, Cancellation);
        var headers = await answer.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("x-long: " + new string('y', 8000), headers, StringComparison.Ordinal);
        Assert.Contains("cookie: a=1; b=2", headers, StringComparison.Ordinal);
        Assert.Contains("x-request-id: ", headers, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ways.All), MemberType = typeof(Ways))]
    public async Task Many_requests_at_once_get_their_own_answers(string name)
    {
        var way = Way.Named(name);
        await using var server = await KestrelServer.StartAsync(way.Server);
        await using var pair = await ProxyPair.StartAsync(way, server.Port);
        using var client = DotnetClient.Create(way, pair.Port);

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            using var answer = await client.PostAsync("/echo", new StringContent($"number {i}"), Cancellation);
            return await answer.Content.ReadAsStringAsync(Cancellation);
        }));

        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"number {i}"), answers);
    }

    [Theory]
    [MemberData(nameof(Ways.OfHttp2), MemberType = typeof(Ways))]
    public async Task Trailers_of_an_answer_pass(string name)
    {
        var way = Way.Named(name);
        await using var server = await KestrelServer.StartAsync(way.Server);
        await using var pair = await ProxyPair.StartAsync(way, server.Port);
        using var client = DotnetClient.Create(way, pair.Port);

        using var answer = await client.PostAsync("/echo", new StringContent("body"), Cancellation);
        await answer.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(["yes"], answer.TrailingHeaders.GetValues("x-checked"));
    }
}
