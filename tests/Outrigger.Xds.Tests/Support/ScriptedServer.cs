using System.Threading.Channels;
using Grpc.Core;

namespace Outrigger.Xds.Tests.Support;

/// <summary>A server that does just what a test says, right or wrong.</summary>
internal sealed class ScriptedServer<TRequest, TResponse> : DuplexInvoker
    where TRequest : class
    where TResponse : class
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private readonly Channel<DuplexPipe<TRequest, TResponse>> _calls =
        Channel.CreateUnbounded<DuplexPipe<TRequest, TResponse>>();

    /// <summary>While true, every call fails at once.</summary>
    public bool IsDown { get; set; }

    /// <summary>How many calls were opened so far.</summary>
    public int CallCount { get; private set; }

    public async Task<ScriptedStream<TRequest, TResponse>> AcceptAsync() => new(
        await _calls.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Deadline));

    protected override void Accept<TActualRequest, TActualResponse>(
        DuplexPipe<TActualRequest, TActualResponse> pipe)
    {
        CallCount++;
        if (IsDown)
            pipe.End(new RpcException(new Status(StatusCode.Unavailable, "nobody listens")));
        else
            _calls.Writer.TryWrite((DuplexPipe<TRequest, TResponse>)(object)pipe);
    }
}
