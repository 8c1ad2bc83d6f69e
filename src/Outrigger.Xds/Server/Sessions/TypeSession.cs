using Outrigger.Xds.Server.Caching;

namespace Outrigger.Xds.Server.Sessions;

/// <summary>
/// One type on one stream: what the client asked for, what it was sent, what it is owed, and the one push
/// that it has not answered. Decides what to send; knows nothing of other types, of time or of the wire.
/// </summary>
internal sealed class TypeSession(TypeUrl type, bool isDelta)
{
    private readonly Dictionary<string, SentResource> _sent = new(StringComparer.Ordinal);

    /// <summary>
    /// Names to answer even if nothing changed: newly asked for, asked for again, or to be warmed.
    /// </summary>
    private readonly HashSet<string> _owed = new(StringComparer.Ordinal);

    /// <summary>A response is owed even if it is empty.</summary>
    private bool _replyOwed;

    /// <summary>The version that a reconnected state-of-the-world client says it holds.</summary>
    private string? _claimedVersion;

    private ResourceSet? _caughtUpWith;
    private bool _removalsHeld;

    public TypeUrl Type { get; } = type;

    public int Place { get; } = PushOrder.PlaceOf(type);

    public Subscription Subscription { get; } = new(type);

    /// <summary>The push that the client has not answered yet. There is never more than one.</summary>
    public Push? Outstanding { get; private set; }

    public string LastNonce { get; private set; } = "";

    public string SentVersion { get; private set; } = "";

    public string AcceptedVersion { get; private set; } = "";

    /// <summary>
    /// The client's last answer, when it was a rejection: the version and the client's message.
    /// </summary>
    public (string Version, string Detail)? Rejection { get; private set; }

    public IReadOnlyDictionary<string, SentResource> Sent => _sent;

    /// <summary>Removals are due and wait for <see cref="PushScope.HoldRemovals"/> to end.</summary>
    public bool RemovalsHeld => _removalsHeld;

    /// <summary>Whether everything of a set was sent, but for removals that are held.</summary>
    public bool IsCaughtUpWith(ResourceSet set) =>
        ReferenceEquals(_caughtUpWith, set) && !_replyOwed && _owed.Count == 0;

    /// <summary>Makes sure that a resource is sent, even if the client has it in this version.</summary>
    public void Owe(string name) => _owed.Add(name);

    /// <summary>
    /// State of the world: what the client asks for now, in place of what it asked for before.
    /// </summary>
    public void ReplaceSubscription(IReadOnlyCollection<string> names)
    {
        (List<string> added, bool wildcardBegun) = Subscription.Replace(names);
        _replyOwed |= wildcardBegun;
        foreach (string name in added)
            _owed.Add(name);
        ForgetUncovered();
    }

    /// <summary>
    /// State of the world, first request of a stream: the version accepted on an earlier stream.
    /// </summary>
    public void ClaimVersion(string version) => _claimedVersion = version.Length == 0 ? null : version;

    /// <summary>Delta: the client asks for one more name, or again for one it has.</summary>
    public void Subscribe(string name)
    {
        if (Subscription.Add(name))
            BeginWildcard();
        else if (name != Subscription.WildcardName)
            _owed.Add(name);
    }

    /// <summary>Delta: the first message of the type named nothing.</summary>
    public void SubscribeLegacyWildcard()
    {
        Subscription.BeginLegacyWildcard();
        BeginWildcard();
    }

    private void BeginWildcard()
    {
        _replyOwed = true;
        // A push under way may hold names that the client let go after it was sent, and wants again with the
        // wildcard: it will take them from that push, so it must be told what became of them.
        if (Outstanding is not null)
            _owed.UnionWith(Outstanding.Resources.Select(resource => resource.Name));
    }

    /// <summary>
    /// Delta: the client lets go of a name. One that the wildcard covers as well is answered again.
    /// </summary>
    public void Unsubscribe(string name)
    {
        Subscription.Remove(name);
        if (name != Subscription.WildcardName && Subscription.IsWildcard)
            _owed.Add(name);
        ForgetUncovered();
    }

    /// <summary>Delta, reconnected: what the client already has. Nothing is owed for these names.</summary>
    public void ClaimResources(IEnumerable<KeyValuePair<string, string>> versions)
    {
        foreach ((string name, string version) in versions)
        {
            if (!Subscription.Covers(name))
                continue;
            _sent[name] = new SentResource(version, resource: null, ResourceOutcome.Accepted);
            _owed.Remove(name);
            _replyOwed = false;
        }
    }

    /// <summary>Decides on the next push, and books it as sent. Only without an outstanding push.</summary>
    /// <returns>The push, or null when there is nothing to send.</returns>
    public Push? TakePush(ResourceSet set, PushScope scope, Func<string> nextNonce)
    {
        AdoptClaimedVersion(set);
        if (IsCaughtUpWith(set) && !(_removalsHeld && !scope.HoldRemovals))
            return null;

        bool replyOwed = _replyOwed || _owed.Count > 0;
        List<NamedResource> changed = FindChanged(set, scope);
        List<string> removed = FindRemoved(set, scope, out bool removalsHeld);
        if (isDelta)
            removed.AddRange(_owed.Where(name => !set.Contains(name) && !removed.Contains(name)));
        _owed.Clear();
        _replyOwed = false;
        // A push of single resources leaves the client between two sets.
        _caughtUpWith = scope.DemandedOnly ? null : set;
        if (!scope.DemandedOnly)
            _removalsHeld = removalsHeld;

        foreach (string name in removed)
            _sent.Remove(name);
        bool wholeState = Type.IsFullState && !isDelta;
        bool differs = changed.Count > 0 || (removed.Count > 0 && (wholeState || isDelta));
        // Without deletions in the protocol, a response without resources would say nothing.
        if (!differs && !(replyOwed && (wholeState || isDelta)))
            return null;

        foreach (NamedResource resource in changed)
            _sent[resource.Name] = new SentResource(resource.VersionText, resource, ResourceOutcome.Sent);
        return Book(set, wholeState ? EverythingSent() : changed, removed, nextNonce());
    }

    /// <summary>Books the client's answer to <see cref="Outstanding"/>.</summary>
    /// <param name="rejection">The client's message when it rejected the push, else null.</param>
    public Push Settle(string? rejection)
    {
        Push push = Outstanding ?? throw new InvalidOperationException("No push is outstanding.");
        Outstanding = null;
        foreach (NamedResource resource in push.Resources)
        {
            if (_sent.TryGetValue(resource.Name, out SentResource? sent)
                && sent.Version == resource.VersionText)
                sent.Outcome = rejection is null ? ResourceOutcome.Accepted : ResourceOutcome.Rejected;
        }

        Rejection = rejection is null ? null : (push.Version, rejection);
        if (rejection is null)
            AcceptedVersion = push.Version;
        return push;
    }

    private Push Book(
        ResourceSet set, IReadOnlyList<NamedResource> resources, List<string> removed, string nonce)
    {
        string version = (isDelta ? set.Version : VersionOfSent()).ToString();
        SentVersion = version;
        LastNonce = nonce;
        Outstanding = new Push(Type, nonce, version, resources, removed);
        return Outstanding;
    }

    private List<NamedResource> FindChanged(ResourceSet set, PushScope scope)
    {
        List<NamedResource> changed = [];
        foreach (NamedResource resource in Covered(set))
        {
            bool owed = _owed.Contains(resource.Name);
            if (scope.DemandedOnly && !owed && !_replyOwed)
                continue;
            if (owed
                || !_sent.TryGetValue(resource.Name, out SentResource? sent)
                || sent.Version != resource.VersionText)
                changed.Add(resource);
        }

        return changed;
    }

    private List<string> FindRemoved(ResourceSet set, PushScope scope, out bool held)
    {
        held = false;
        List<string> removed = [];
        foreach (string name in _sent.Keys)
        {
            if (set.Contains(name))
                continue;
            // A claimed resource that we never sent ourselves cannot be repeated in a whole state.
            if (scope.HoldRemovals || scope.DemandedOnly)
                held = true;
            else
                removed.Add(name);
        }

        return removed;
    }

    /// <summary>
    /// A state-of-the-world client that holds what we would send gets nothing. Two exceptions: a name that
    /// does not exist is worth a response (its absence is the news), and endpoints are always sent, because a
    /// client that lost its stream while a cluster was warming still waits for them.
    /// </summary>
    private void AdoptClaimedVersion(ResourceSet set)
    {
        string? claimed = _claimedVersion;
        _claimedVersion = null;
        if (claimed is null
            || Type == TypeUrl.ClusterLoadAssignment
            || _owed.Any(name => !set.Contains(name)))
            return;
        ResourceVersion version = Covered(set).Aggregate(
            ResourceVersion.Empty, (sum, resource) => sum.With(resource.Version));
        if (claimed != version.ToString())
            return;
        foreach (NamedResource resource in Covered(set))
            _sent[resource.Name] = new SentResource(resource.VersionText, resource, ResourceOutcome.Accepted);
        _owed.Clear();
        _replyOwed = false;
        SentVersion = AcceptedVersion = claimed;
    }

    private IEnumerable<NamedResource> Covered(ResourceSet set) =>
        Subscription.IsWildcard ? set.Resources : Subscription.Names.Select(set.Find).OfType<NamedResource>();

    private List<NamedResource> EverythingSent() =>
        [.. _sent.Values.Select(sent => sent.Resource).OfType<NamedResource>()
            .OrderBy(resource => resource.Name, StringComparer.Ordinal)];

    private ResourceVersion VersionOfSent() => _sent.Values.Aggregate(
        ResourceVersion.Empty,
        (sum, sent) => sent.Resource is null ? sum : sum.With(sent.Resource.Version));

    private void ForgetUncovered()
    {
        foreach (string name in _sent.Keys.Where(name => !Subscription.Covers(name)).ToList())
            _sent.Remove(name);
        _owed.RemoveWhere(name => !Subscription.Covers(name));
    }
}
