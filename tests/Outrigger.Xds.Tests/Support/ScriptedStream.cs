using Grpc.Core;

namespace Outrigger.Xds.Tests.Support;

/// <summary>One call of a <see cref="ScriptedServer{TRequest, TResponse}"/>.</summary>
internal sealed class ScriptedStream<TRequest, TResponse>(DuplexPipe<TRequest, TResponse> pipe)
    where TRequest : class
    where TResponse : class
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private readonly IAsyncStreamReader<TRequest> _requests = pipe.Requests;

    public async Task<TRequest> ReceiveAsync()
    {
        if (!await _requests.MoveNext(TestContext.Current.CancellationToken).WaitAsync(Deadline))
            throw new InvalidOperationException("The client ended the call.");
        return _requests.Current;
    }

    /// <summary>The next request in short.</summary>
    public async Task ExpectAsync(string expected) =>
        Assert.Equal(expected, RequestText.Of(await ReceiveAsync()));

    public Task SendAsync(TResponse response) => pipe.Responses.WriteAsync(response);

    /// <summary>Ends the call; null for its orderly end.</summary>
    public void End(RpcException? failure) => pipe.End(failure);
}
