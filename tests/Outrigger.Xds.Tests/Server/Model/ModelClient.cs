using Outrigger.Xds.Server.Caching;
using Outrigger.Xds.Server.Sessions;
using Outrigger.Xds.Tests.Support;

namespace Outrigger.Xds.Tests.Server.Model;

/// <summary>
/// An honest client in as little code as possible: what it wants, what it has, and messages on their way to
/// and from a server, which arrive when a test says so.
/// </summary>
internal abstract class ModelClient(ResourceSnapshot snapshot, ClientSession session)
{
    private readonly HashSet<TypeUrl> _unanswered = [];

    public ClientSession Session { get; private set; } = session;

    public Dictionary<TypeUrl, SortedSet<string>> Wanted { get; } = [];

    /// <summary>What is in force: content and version.</summary>
    public Dictionary<(TypeUrl Type, string Name), (string Content, string Version)> Held { get; } = [];

    /// <summary>What happened, in the order it did, for whoever has to understand a failure.</summary>
    public List<string> Trace { get; } = [];

    public abstract int RequestsUnderWay { get; }

    public abstract int ResponsesUnderWay { get; }

    public abstract void Subscribe(TypeUrl type, string name);

    public abstract void Unsubscribe(TypeUrl type, string name);

    /// <summary>The oldest request arrives.</summary>
    public abstract void DeliverRequest();

    /// <summary>The oldest response arrives, is applied but for what is bad, and is answered.</summary>
    public abstract void DeliverResponse();

    /// <summary>Everything on its way is lost, and a new stream begins with what the client holds.</summary>
    public void Reconnect(ClientSession session)
    {
        Session = session;
        Session.Snapshot = snapshot;
        _unanswered.Clear();
        Trace.Add("reconnect");
        Resume();
    }

    public void SetSnapshot(ResourceSnapshot next)
    {
        snapshot = next;
        Session.Snapshot = next;
    }

    /// <summary>The server sends what it has to, which must keep its rules.</summary>
    public void Push(TimeSpan now)
    {
        while (Session.TakePush(now) is { } push)
        {
            Assert.True(
                _unanswered.Add(push.Type), $"a second push of {push.Type} before the first was answered");
            TypeSession type = Session.Types.Single(candidate => candidate.Type == push.Type);
            Assert.All(push.Resources, resource => Assert.True(type.Subscription.Covers(resource.Name)));
            Assert.Equal(
                push.Resources.Count, push.Resources.Select(resource => resource.Name).Distinct().Count());
            Trace.Add($"push {Text(push)}");
            Send(push);
        }
    }

    public bool Wants(TypeUrl type, string name) =>
        Wanted.TryGetValue(type, out SortedSet<string>? names)
        && (names.Contains(name) || names.Contains(Subscription.WildcardName));

    protected abstract void Resume();

    protected abstract void Send(Push push);

    private static string Text(Push push) => new Received(push.Type, push.Version, push.Nonce,
        push.Resources.ToDictionary(resource => resource.Name, resource => resource.VersionText[..4]),
        push.Removed) + $" nonce={push.Nonce}";

    protected void Answered(TypeUrl type) => _unanswered.Remove(type);

    /// <returns>Whether all were good.</returns>
    protected bool Apply(TypeUrl type, IEnumerable<(string Name, string Content, string Version)> resources)
    {
        bool areGood = true;
        foreach ((string name, string content, string version) in resources)
        {
            if (content == "bad")
                areGood = false;
            else if (Wants(type, name))
                Held[(type, name)] = (content, version);
        }

        return areGood;
    }

    protected void Drop(TypeUrl type, Predicate<string> which)
    {
        foreach ((TypeUrl Type, string Name) key in Held.Keys.ToList())
        {
            if (key.Type == type && which(key.Name))
                Held.Remove(key);
        }
    }
}
