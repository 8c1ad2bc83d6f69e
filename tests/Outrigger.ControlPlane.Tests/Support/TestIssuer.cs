using System.Collections.Concurrent;
using System.Net;

namespace Outrigger.ControlPlane.Tests.Support;

/// <summary>An issuer of tokens that shows its keys over HTTP.</summary>
internal sealed class TestIssuer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, string> _answers = new();
    private readonly ConcurrentDictionary<string, int> _counts = new();
    private readonly ConcurrentDictionary<string, bool> _hanging = new();

    public TestIssuer()
    {
        using (var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        }
        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _ = ServeAsync();
    }

    public string Address { get; }

    public void Answer(string path, string content) => _answers[path] = content;

    public void Hang(string path) => _hanging[path] = true;

    public int Count(string path) => _counts.GetValueOrDefault(path);

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException)
            {
                // The test has ended.
                return;
            }
            var path = context.Request.Url!.AbsolutePath;
            _counts.AddOrUpdate(path, 1, (_, count) => count + 1);
            if (_hanging.ContainsKey(path)) continue;
            context.Response.StatusCode = _answers.TryGetValue(path, out var content) ? 200 : 404;
            try
            {
                await context.Response.OutputStream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(content ?? ""));
                context.Response.Close();
            }
            catch (HttpListenerException)
            {
                // The client did not want all of it.
                context.Response.Abort();
            }
        }
    }
}
