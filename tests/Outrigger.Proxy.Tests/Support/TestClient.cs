namespace Outrigger.Proxy.Tests.Support;

/// <summary>An HTTP client whose requests end with the test.</summary>
internal sealed class TestClient(string address) : IDisposable
{
    private readonly HttpClient _client = new()
    {
        BaseAddress = new Uri($"http://{address}"),
        Timeout = TimeSpan.FromSeconds(30),
    };

    public string Host => _client.BaseAddress!.Host;

    public int Port => _client.BaseAddress!.Port;

    public Task<string> TextAsync(string path) =>
        _client.GetStringAsync(path, TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> GetAsync(string path) =>
        _client.GetAsync(path, TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> PostAsync(string path) =>
        _client.PostAsync(path, content: null, TestContext.Current.CancellationToken);

    public static Task<string> BodyOf(HttpResponseMessage response) =>
        response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    public void Dispose() => _client.Dispose();
}
