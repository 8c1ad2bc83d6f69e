using System.Diagnostics;
using System.Text.Json;

namespace Outrigger.Xds.Tests.Interop;

/// <summary>How many calls each greeter answered, and how many failed.</summary>
internal sealed record CallCounts(Dictionary<string, int> Counts, Dictionary<string, int> Errors)
{
    /// <summary>The share of calls answered by greeters whose names begin so.</summary>
    public double Share(string prefix) =>
        Counts.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
        .Sum(entry => entry.Value) / (double)Math.Max(1, Counts.Values.Sum());
}

/// <summary>One of the programs in <c>tests/interop</c>, running against an xDS server.</summary>
internal sealed class GreeterClient : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);
    private static readonly JsonSerializerOptions Json = new() { PropertyNameCaseInsensitive = true };
    private readonly Process _process;
    private readonly Task<string> _errors;

    private GreeterClient(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    public static GreeterClient Start(GreeterProgram program, int xdsPort)
    {
        var start = new ProcessStartInfo(
            program.Interpreter, [program.Script, $"xds:///{GreeterResources.ListenerName}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["GRPC_XDS_BOOTSTRAP_CONFIG"] = $$"""
            {
              "xds_servers": [{
                "server_uri": "127.0.0.1:{{xdsPort}}",
                "channel_creds": [{ "type": "insecure" }],
                "server_features": ["xds_v3"]
              }],
              "node": { "id": "{{program.Name}}", "locality": {} }
            }
            """;
        return new GreeterClient(Process.Start(start)!);
    }

    public async Task<CallCounts> CallAsync(int calls, int concurrency = 16)
    {
        await _process.StandardInput.WriteLineAsync($"{calls} {concurrency}");
        await _process.StandardInput.FlushAsync();
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using var deadline = new CancellationTokenSource(Deadline);
        using CancellationTokenRegistration kill = deadline.Token.Register(_process.Kill);
        if (await _process.StandardOutput.ReadLineAsync(cancellation) is not { } answer)
            throw new InvalidOperationException(
                $"The client ended, or took longer than {Deadline}: {await _errors}");
        return JsonSerializer.Deserialize<CallCounts>(answer, Json)!;
    }

    public async ValueTask DisposeAsync()
    {
        // Only this one process: it starts no others.
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
