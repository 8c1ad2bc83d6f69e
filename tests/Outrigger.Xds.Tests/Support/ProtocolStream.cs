using Envoy.Config.Core.V3;

namespace Outrigger.Xds.Tests.Support;

/// <summary>
/// A client without any cleverness: sends just what a test says, in the form of one variant.
/// </summary>
internal abstract class ProtocolStream(string nodeId) : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private int _barriers;
    private bool _nodeSent;

    /// <summary>Asks for names in addition to those asked for before; none for a legacy wildcard.</summary>
    public abstract Task SubscribeAsync(TypeUrl type, params string[] names);

    public abstract Task UnsubscribeAsync(TypeUrl type, params string[] names);

    public abstract Task AckAsync(Received received);

    public abstract Task NackAsync(Received received, string message);

    public abstract void Dispose();

    /// <summary>The next response, whatever it is.</summary>
    public Task<Received> ReceiveAsync() =>
        ReadAsync().WaitAsync(Deadline, TestContext.Current.CancellationToken);

    /// <summary>The next response in short.</summary>
    public async Task<Received> ExpectAsync(string expected)
    {
        Received received = await ReceiveAsync();
        Assert.Equal(expected, received.ToString());
        return received;
    }

    /// <summary>The next response in short, acknowledged.</summary>
    public async Task<Received> ExpectAndAckAsync(string expected)
    {
        Received received = await ExpectAsync(expected);
        await AckAsync(received);
        return received;
    }

    /// <summary>
    /// Shows that the server has nothing more to say: it answers requests and changes in the order of types,
    /// and the answer to a request for one more barrier, the last type, comes next.
    /// </summary>
    public async Task ExpectNothingAsync()
    {
        string barrier = TestResource.BarrierName(_barriers++);
        await SubscribeAsync(TestResource.BarrierType, barrier);
        await ExpectAndAckAsync($"Barrier {barrier}=1");
    }

    protected abstract Task<Received> ReadAsync();

    /// <summary>The node, for the first request only; never for a client without an id.</summary>
    protected Node? TakeNode()
    {
        if (_nodeSent || nodeId.Length == 0)
            return null;
        _nodeSent = true;
        return new Node { Id = nodeId };
    }
}
