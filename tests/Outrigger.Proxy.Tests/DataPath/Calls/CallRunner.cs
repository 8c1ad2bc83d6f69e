using System.Text;
using Outrigger.Net.Tasks;
using Outrigger.Proxy.Http.Calls;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Workers;

namespace Outrigger.Proxy.Tests.DataPath.Calls;

/// <summary>Makes the proxy's own requests from a test.</summary>
internal static class CallRunner
{
    /// <summary>What a call came to, copied off the worker.</summary>
    public sealed record Result(CallOutcome Outcome, int Status, string Head, string Content);

    public static CallOptions Options(int timeoutMs = 10_000, bool repeats = true) =>
        new(timeoutMs, ResponseBytesMax: 64 * 1024, repeats);

    public static async Task<Result> CallAsync(
        ProxyHarness proxy,
        string method,
        string content = "",
        CallOptions? options = null,
        Action<UpstreamCall>? onStarted = null,
        string cluster = "c")
    {
        var completion = new TaskCompletionSource<Result>(TaskCreationOptions.RunContinuationsAsynchronously);
        await proxy.RunOnWorkerAsync(worker =>
        {
            RunAsync(worker, cluster, method, content, options ?? Options(), onStarted, completion)
                .Detach(completion.SetException);
            return true;
        });
        return await completion.Task.WaitAsync(ProxyHarness.Patience);
    }

    private static async LoopTask RunAsync(
        Worker worker,
        string cluster,
        string method,
        string content,
        CallOptions options,
        Action<UpstreamCall>? onStarted,
        TaskCompletionSource<Result> completion)
    {
        var slot = worker.Config.ClustersByName.TryGetValue(cluster, out var model)
            ? model.Slot
            : new ClusterSlotTable().GetOrAdd(cluster);
        var call = worker.Calls.Rent();
        Assert.True(call.Request.TrySetMethod(Encoding.ASCII.GetBytes(method)));
        Assert.True(call.Request.TrySetPath("/check"u8) && call.Request.TrySetAuthority("authz"u8));
        var kept = new KeptContent(worker.Loop.Buffers);
        kept.Append(Encoding.ASCII.GetBytes(content));
        var calling = call.RunAsync(slot, options, default, kept);
        onStarted?.Invoke(call);
        var outcome = await calling;
        kept.Release();
        var head = outcome == CallOutcome.Response ? string.Join('\n', Fields(call)) : "";
        var result = new Result(
            outcome, call.Response.Status, head, Encoding.ASCII.GetString(call.Content));
        call.Clear();
        worker.Calls.Return(call);
        completion.SetResult(result);
    }

    private static List<string> Fields(UpstreamCall call)
    {
        var fields = new List<string>();
        foreach (var field in call.Response.Headers)
            fields.Add($"{Encoding.ASCII.GetString(field.Name)}: {Encoding.ASCII.GetString(field.Value)}");
        return fields;
    }
}
