using System.Threading.Channels;
using Outrigger.Xds.Client;

namespace Outrigger.Xds.Tests.Support;

/// <summary>
/// Accepts everything but what a test says, keeps the state, and tells what it was called with.
/// </summary>
internal sealed class RecordingConsumer : IResourceConsumer
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private readonly Channel<string> _events = Channel.CreateUnbounded<string>();
    private int _callsUnderWay;

    /// <summary>What is in force: type and name to content.</summary>
    public Dictionary<(TypeUrl Type, string Name), string> State { get; } = [];

    /// <summary>The last accepted versions.</summary>
    public Dictionary<(TypeUrl Type, string Name), string> Versions { get; } = [];

    /// <summary>Rejects resources whose content begins with "bad".</summary>
    public Func<ResourceUpdate, string, string, ResourceRejection?> Reject { get; set; } =
        (_, name, content) => content.StartsWith("bad", StringComparison.Ordinal)
            ? new ResourceRejection(name, "content", $"found '{content}'")
            : null;

    /// <summary>Runs inside the call of an update, before it is applied.</summary>
    public Action<ResourceUpdate> OnUpdate { get; set; } = _ => { };

    /// <summary>Runs inside the call of an update, after it was applied.</summary>
    public Action<ResourceUpdate> OnUpdated { get; set; } = _ => { };

    public bool RecordsConnection { get; set; }

    public async ValueTask<IReadOnlyList<ResourceRejection>> OnUpdateAsync(
        ResourceUpdate update, CancellationToken cancellation)
    {
        Assert.Equal(1, Interlocked.Increment(ref _callsUnderWay));
        await Task.Yield();
        try
        {
            OnUpdate(update);
            List<ResourceRejection> rejections = Apply(update);
            OnUpdated(update);
            return rejections;
        }
        finally
        {
            Interlocked.Decrement(ref _callsUnderWay);
        }
    }

    public ValueTask OnInitialFetchTimeoutAsync(
        TypeUrl type, IReadOnlyList<string> names, CancellationToken cancellation)
    {
        _events.Writer.TryWrite($"timeout {type} {string.Join(' ', names)}");
        return ValueTask.CompletedTask;
    }

    public ValueTask OnConnectionChangeAsync(ConnectionChange change, CancellationToken cancellation)
    {
        if (RecordsConnection)
        {
            _events.Writer.TryWrite(change.State == ConnectionState.Connected
                ? "connected"
                : $"disconnected ({change.Reason}) "
                    + $"retry in {change.RetryIn!.Value.TotalMilliseconds:0.###} ms");
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>The next call in short.</summary>
    public Task<string> NextAsync() =>
        _events.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Deadline);

    /// <summary>The next call in short.</summary>
    public async Task ExpectAsync(string expected) => Assert.Equal(expected, await NextAsync());

    /// <summary>Forgets resources of a type that are not wanted any more.</summary>
    public void Keep(TypeUrl type, IReadOnlyCollection<string> names)
    {
        foreach ((TypeUrl Type, string Name) key in State.Keys.ToList())
        {
            if (key.Type == type && !names.Contains(key.Name))
                State.Remove(key);
        }
    }

    /// <summary>No call was made that was not expected.</summary>
    public void ExpectNothingMore() => Assert.False(_events.Reader.TryRead(out string? next), next);

    private List<ResourceRejection> Apply(ResourceUpdate update)
    {
        List<ResourceRejection> rejections = [];
        Dictionary<string, string> contents = [];
        foreach (ReceivedResource resource in update.Resources)
        {
            string content = TestResource.Read(resource.Payload).Content;
            contents[resource.Name] = content;
            if (Reject(update, resource.Name, content) is { } rejection)
            {
                rejections.Add(rejection);
                continue;
            }

            State[(update.Type, resource.Name)] = content;
            Versions[(update.Type, resource.Name)] = resource.Version;
        }

        foreach (string name in update.Removed)
        {
            State.Remove((update.Type, name));
            Versions.Remove((update.Type, name));
        }

        _events.Writer.TryWrite(
            new Received(update.Type, update.Version, "", contents, update.Removed).ToString());
        return rejections;
    }
}
