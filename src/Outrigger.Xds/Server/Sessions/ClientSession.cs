using Grpc.Core;
using Outrigger.Xds.Server.Caching;

namespace Outrigger.Xds.Server.Sessions;

/// <summary>
/// The protocol of one stream without its I/O: requests and snapshots in, pushes out. It holds the order of
/// types:
/// </summary>
/// <remarks>
/// <list type="number">
/// <item>Clusters go out first, then endpoints; endpoints are sent again for every cluster that changed,
/// since the client waits for them afresh (Envoy's warming).</item>
/// <item>Changed listeners and routes wait until the client answered clusters and endpoints, the new
/// clusters' endpoints included; routes wait for listeners. What a client asks for and was never answered
/// does not wait, so that clients who ask in the other direction (proxyless gRPC) are served at once.</item>
/// <item>Clusters and endpoints that are gone from the snapshot are removed last, when the client has
/// accepted the routes and listeners that no longer refer to them.</item>
/// <item>No wait is longer than <see cref="AdsServerOptions.PushOrderTimeout"/>: a client that never answers,
/// or rejects its routes, gets the rest anyway.</item>
/// </list>
/// Used by one thread at a time. Times are measured from the start of the stream.
/// </remarks>
internal abstract class ClientSession(AdsServerOptions options, string noncePrefix)
{
    private const int ClustersPlace = 0;
    private const int EndpointsPlace = 1;
    private const int ListenersPlace = 2;
    private const int RoutesPlace = 3;

    private readonly List<TypeSession> _types = [];

    /// <summary>Endpoints of new or changed clusters that the client has not accepted yet.</summary>
    private readonly HashSet<string> _awaitedEndpoints = new(StringComparer.Ordinal);

    /// <summary>Routes of new or changed listeners that the client has not answered yet.</summary>
    private readonly HashSet<string> _awaitedRoutes = new(StringComparer.Ordinal);

    /// <summary>Endpoints of changed clusters, for a client that has not asked for endpoints yet.</summary>
    private readonly HashSet<string> _rewarmedEndpoints = new(StringComparer.Ordinal);

    private TimeSpan? _gateDeadline;
    private TimeSpan? _holdDeadline;
    private long _pushCount;

    /// <summary>The types that the client asked for, in push order.</summary>
    public IReadOnlyList<TypeSession> Types => _types;

    /// <summary>What the client should run with; null until its group has a snapshot.</summary>
    public ResourceSnapshot? Snapshot { get; set; }

    /// <summary>When to call <see cref="TakePush"/> again even if nothing happened; null for never.</summary>
    public TimeSpan? NextDeadline =>
        _gateDeadline is { } gate && _holdDeadline is { } hold
            ? (gate < hold ? gate : hold)
            : _gateDeadline ?? _holdDeadline;

    /// <summary>
    /// Whether the client answered everything of the current snapshot that it asked for or is about to ask
    /// for.
    /// </summary>
    public bool IsSettled =>
        Snapshot is not null
        && _awaitedEndpoints.Count == 0
        && _awaitedRoutes.Count == 0
        && _types.TrueForAll(IsTypeSettled);

    private TypeSession? EndpointsSession => _types.Find(type => type.Place == EndpointsPlace);

    protected AdsServerOptions Options { get; } = options;

    protected abstract bool IsDelta { get; }

    /// <summary>
    /// The next push to send now, or null. Call until null after every request, snapshot and deadline.
    /// </summary>
    public Push? TakePush(TimeSpan now)
    {
        if (Snapshot is null)
            return null;
        ExpireGate(now);
        ForgetNeedless();
        // Listeners and routes come after clusters and endpoints, and may turn out to have nothing to send:
        // then the removals that waited for them are due, and the types are gone through once more.
        Push? push = TakePushInOrder(now, out bool isGated) ?? TakePushInOrder(now, out isGated);
        if (push is not null)
            return push;
        if (!isGated && _awaitedEndpoints.Count == 0 && _awaitedRoutes.Count == 0)
            _gateDeadline = null;
        if (!_types.Exists(type => type.RemovalsHeld))
            _holdDeadline = null;
        return null;
    }

    private Push? TakePushInOrder(TimeSpan now, out bool isGated)
    {
        isGated = false;
        foreach (TypeSession type in _types)
        {
            if (type.Outstanding is not null || SetOf(type) is not { } set)
                continue;
            bool mustWait = IsGated(type, set, now);
            isGated |= mustWait;
            Push? push = type.TakePush(set, new PushScope(mustWait, MustHoldRemovals(type, now)), NextNonce);
            if (type.RemovalsHeld)
                _holdDeadline ??= now + Options.PushOrderTimeout;
            if (push is null)
                continue;
            AwaitWhatFollows(push, now);
            return push;
        }

        return null;
    }

    /// <summary>Finds the session of a type, or begins it.</summary>
    /// <returns>A violation when there are too many types or none was named, else null.</returns>
    protected ProtocolViolation? FindOrAdd(string typeUrl, out TypeSession session, out bool isFirst)
    {
        isFirst = false;
        session = null!;
        if (typeUrl.Length == 0)
            return new ProtocolViolation(StatusCode.InvalidArgument, "The request names no type_url.");
        var type = new TypeUrl(typeUrl);
        TypeSession? known = _types.Find(candidate => candidate.Type == type);
        if (known is not null)
        {
            session = known;
            return null;
        }

        if (_types.Count >= Options.TypesPerClientMax)
        {
            return new ProtocolViolation(
                StatusCode.ResourceExhausted,
                $"The stream asks for more than {Options.TypesPerClientMax} resource types.");
        }

        isFirst = true;
        session = new TypeSession(type, IsDelta);
        int place = session.Place;
        int index = _types.FindIndex(other => other.Place > place);
        _types.Insert(index < 0 ? _types.Count : index, session);
        return null;
    }

    /// <summary>Checks the bounds on what one client may ask for.</summary>
    protected ProtocolViolation? CheckSubscription(TypeSession type) =>
        type.Subscription.Names.Count <= Options.NamesPerTypeMax
            ? null
            : new ProtocolViolation(
                StatusCode.ResourceExhausted,
                $"The stream asks for more than {Options.NamesPerTypeMax} {type.Type} resources by name.");

    /// <summary>To call when the client's subscription to a type may have changed.</summary>
    protected void AfterSubscription(TypeSession type)
    {
        if (type.Place == EndpointsPlace)
        {
            foreach (string name in _rewarmedEndpoints.Where(type.Subscription.Covers))
                type.Owe(name);
            _rewarmedEndpoints.Clear();
        }
    }

    /// <summary>Books the client's answer to the outstanding push of a type.</summary>
    protected RequestOutcome Settle(TypeSession type, Google.Rpc.Status? error)
    {
        string? rejection = error is null ? null : Describe(error);
        Push push = type.Settle(rejection);
        if (type.Place == EndpointsPlace)
        {
            _awaitedEndpoints.ExceptWith(push.Resources.Select(resource => resource.Name));
            _awaitedEndpoints.ExceptWith(push.Removed);
        }
        else if (type.Place == ClustersPlace && rejection is not null)
        {
            // A rejected cluster is never warmed, and which one it was only the message says.
            TypeSession? endpoints = EndpointsSession;
            _awaitedEndpoints.RemoveWhere(name => endpoints is null || !endpoints.Subscription.Covers(name));
        }
        else if (type.Place == ListenersPlace && rejection is not null)
            _awaitedRoutes.Clear();

        return rejection is null ? RequestOutcome.Ack : RequestOutcome.Nack;
    }

    /// <summary>
    /// The resources of a type, or null when the snapshot does not know it. A type that vanished from the
    /// snapshot is one without resources for a client that has heard of it.
    /// </summary>
    private ResourceSet? SetOf(TypeSession type)
    {
        bool isHeardOf = type.Sent.Count > 0 || type.LastNonce.Length > 0;
        return Snapshot!.Find(type.Type) ?? (isHeardOf ? ResourceSet.Empty : null);
    }

    private string NextNonce() => $"{noncePrefix}-{++_pushCount}";

    private string Describe(Google.Rpc.Status error)
    {
        string message = error.Message.Length == 0 ? $"rejected with code {error.Code}" : error.Message;
        return message.Length <= Options.RejectionLengthMax ? message : message[..Options.RejectionLengthMax];
    }

    private bool IsTypeSettled(TypeSession type) =>
        type.Outstanding is null
        && !type.RemovalsHeld
        && (SetOf(type) is not { } set || type.IsCaughtUpWith(set));

    private void ExpireGate(TimeSpan now)
    {
        if (_gateDeadline is { } deadline && now >= deadline)
        {
            _awaitedEndpoints.Clear();
            _awaitedRoutes.Clear();
        }
    }

    /// <summary>
    /// Forgets what is not worth waiting for any more: gone from the snapshot, or answered.
    /// </summary>
    private void ForgetNeedless()
    {
        if (_awaitedEndpoints.Count > 0)
            _awaitedEndpoints.RemoveWhere(name => !Exists(TypeUrl.ClusterLoadAssignment, name));
        if (_awaitedRoutes.Count == 0)
            return;
        TypeSession? routes = _types.Find(type => type.Place == RoutesPlace);
        _awaitedRoutes.RemoveWhere(name => !Exists(TypeUrl.RouteConfiguration, name)
            || (routes is not null
                && routes.Sent.TryGetValue(name, out SentResource? sent)
                && sent.Outcome != ResourceOutcome.Sent));
    }

    private bool Exists(TypeUrl type, string name) => Snapshot!.Find(type)?.Contains(name) ?? false;

    private bool IsGated(TypeSession type, ResourceSet set, TimeSpan now)
    {
        if (type.Place is not (ListenersPlace or RoutesPlace) || type.IsCaughtUpWith(set))
            return false;
        bool waits = (_awaitedEndpoints.Count > 0 && EndpointsSession is not null)
            || _types.Exists(earlier => earlier.Place < type.Place
            && (earlier.Outstanding is not null
                || (SetOf(earlier) is { } other && !earlier.IsCaughtUpWith(other))));
        if (!waits)
            return false;
        _gateDeadline ??= now + Options.PushOrderTimeout;
        return now < _gateDeadline;
    }

    private bool MustHoldRemovals(TypeSession type, TimeSpan now)
    {
        if (type.Place is not (ClustersPlace or EndpointsPlace) || now >= _holdDeadline)
            return false;
        return _types.Exists(later => later.Place is ListenersPlace or RoutesPlace
            && (later.Outstanding is not null
                || later.Rejection is not null
                || (SetOf(later) is { } set && !later.IsCaughtUpWith(set))));
    }

    /// <summary>Books what the client will wait for, or ask for, because of a push.</summary>
    private void AwaitWhatFollows(Push push, TimeSpan now)
    {
        TypeUrl? following = PushOrder.PlaceOf(push.Type) switch
        {
            ClustersPlace => TypeUrl.ClusterLoadAssignment,
            ListenersPlace => TypeUrl.RouteConfiguration,
            _ => null,
        };
        if (following is not { } followingType || Snapshot!.Find(followingType) is not { } set)
            return;
        foreach (string name in ChangedIn(push).SelectMany(resource => resource.WarmedBy).Where(set.Contains))
        {
            _gateDeadline ??= now + Options.PushOrderTimeout;
            if (followingType == TypeUrl.RouteConfiguration)
                _awaitedRoutes.Add(name);
            else
                AwaitEndpoints(name);
        }
    }

    private void AwaitEndpoints(string name)
    {
        _awaitedEndpoints.Add(name);
        if (EndpointsSession is not { } endpoints)
            _rewarmedEndpoints.Add(name);
        else if (endpoints.Subscription.Covers(name))
            endpoints.Owe(name);
    }

    /// <summary>
    /// The resources of a push that it changed or added, without those repeated for completeness.
    /// </summary>
    private IEnumerable<NamedResource> ChangedIn(Push push)
    {
        TypeSession type = _types.Find(candidate => candidate.Type == push.Type)!;
        return push.Resources.Where(resource => type.Sent[resource.Name].Outcome == ResourceOutcome.Sent);
    }
}
