using System.Threading.Channels;
using Grpc.Core;

namespace Outrigger.Xds.Tests.Support;

/// <summary>One bidirectional call without a network: what one side writes the other reads.</summary>
internal sealed class DuplexPipe<TRequest, TResponse> : IDisposable
    where TRequest : class
    where TResponse : class
{
    private readonly Channel<TRequest> _requests = Channel.CreateUnbounded<TRequest>();
    private readonly Channel<TResponse> _responses = Channel.CreateUnbounded<TResponse>();
    private readonly CancellationTokenSource _gone = new();

    public DuplexPipe(CancellationToken cancellation)
    {
        cancellation.Register(Break);
        Call = new AsyncDuplexStreamingCall<TRequest, TResponse>(
            new Writer<TRequest>(_requests.Writer),
            new Reader<TResponse>(_responses.Reader),
            Task.FromResult(new Metadata()),
            () => Status.DefaultSuccess,
            () => [],
            Break);
    }

    /// <summary>The client's side.</summary>
    public AsyncDuplexStreamingCall<TRequest, TResponse> Call { get; }

    /// <summary>What the server reads.</summary>
    public IAsyncStreamReader<TRequest> Requests => new Reader<TRequest>(_requests.Reader);

    /// <summary>What the server writes.</summary>
    public IServerStreamWriter<TResponse> Responses => new Writer<TResponse>(_responses.Writer);

    /// <summary>Cancelled when either side went.</summary>
    public CancellationToken Gone => _gone.Token;

    /// <summary>Ends the call for both sides, as a lost connection does.</summary>
    public void Break() => End(new RpcException(new Status(StatusCode.Unavailable, "connection lost")));

    public void Dispose() => Break();

    /// <summary>Ends the call; null for its orderly end.</summary>
    public void End(Exception? failure)
    {
        _requests.Writer.TryComplete(failure);
        _responses.Writer.TryComplete(failure);
        _gone.Cancel();
    }

    private sealed class Reader<T>(ChannelReader<T> channel) : IAsyncStreamReader<T>
        where T : class
    {
        public T Current { get; private set; } = null!;

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            if (!await channel.WaitToReadAsync(cancellationToken) || !channel.TryRead(out T? item))
                return false;
            Current = item;
            return true;
        }
    }

    private sealed class Writer<T>(ChannelWriter<T> channel) : IClientStreamWriter<T>, IServerStreamWriter<T>
    {
        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(T message) => channel.TryWrite(message)
            ? Task.CompletedTask
            : throw new InvalidOperationException("The call is complete.");

        public Task WriteAsync(T message, CancellationToken cancellationToken) => WriteAsync(message);

        public Task CompleteAsync()
        {
            channel.TryComplete();
            return Task.CompletedTask;
        }
    }
}
