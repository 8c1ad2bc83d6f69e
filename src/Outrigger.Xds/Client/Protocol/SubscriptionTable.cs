namespace Outrigger.Xds.Client.Protocol;

/// <summary>
/// All types of a client: what is wanted, changed from any thread, and what the current stream is owed, read
/// by the client's task. Every member takes <see cref="Gate"/>; whoever reads a <see cref="TypeState"/> holds
/// it too.
/// </summary>
internal sealed class SubscriptionTable(AdsClientOptions options)
{
    private readonly List<TypeState> _types = [];

    public Lock Gate { get; } = new();

    /// <summary>The types in push order. Under <see cref="Gate"/> only.</summary>
    public IReadOnlyList<TypeState> Types => _types;

    /// <summary>
    /// The state of a type, or null if it was never asked for. Under <see cref="Gate"/> only.
    /// </summary>
    public TypeState? Find(TypeUrl type) => _types.Find(state => state.Type == type);

    public void SubscribeAll(TypeUrl type, TimeSpan now)
    {
        lock (Gate)
        {
            TypeState state = FindOrAdd(type);
            if (state.WantsAll)
                return;
            state.WantsAll = true;
            // Known resources are an answer already: nobody has to wait for the first one.
            if (state.Known.Count == 0)
                Await(state, TypeState.Wildcard, now);
        }
    }

    public void Subscribe(TypeUrl type, IEnumerable<string> names, TimeSpan now)
    {
        lock (Gate)
        {
            TypeState state = FindOrAdd(type);
            foreach (string name in names)
            {
                if (state.Names.Add(name) && !state.Known.ContainsKey(name))
                    Await(state, name, now);
            }
        }
    }

    public void Unsubscribe(TypeUrl type, IEnumerable<string> names)
    {
        lock (Gate)
        {
            if (Find(type) is not { } state)
                return;
            foreach (string name in names.ToList())
            {
                if (!state.Names.Remove(name))
                    continue;
                if (state.RequestedNames.Contains(name))
                    state.LetGo.Add(name);
                if (!state.WantsAll)
                    state.Forget(name);
            }
        }
    }

    public void SetNames(TypeUrl type, IReadOnlyCollection<string> names, TimeSpan now)
    {
        lock (Gate)
        {
            TypeState state = FindOrAdd(type);
            var wanted = new HashSet<string>(names, StringComparer.Ordinal);
            Unsubscribe(type, state.Names.Where(name => !wanted.Contains(name)));
            Subscribe(type, wanted, now);
        }
    }

    public void Pause(IEnumerable<TypeUrl> types, int change)
    {
        lock (Gate)
        {
            foreach (TypeUrl type in types)
                FindOrAdd(type).PauseCount += change;
        }
    }

    public void BeginStream()
    {
        lock (Gate)
        {
            foreach (TypeState state in _types)
                state.BeginStream();
        }
    }

    /// <summary>
    /// When <see cref="TakeOverdue"/> or <see cref="TakeExpired"/> next has something; null for never.
    /// </summary>
    public TimeSpan? NextDeadline
    {
        get
        {
            lock (Gate)
            {
                IEnumerable<TimeSpan> deadlines =
                    _types.SelectMany(state => state.Awaited.Values.Concat(state.Expiries.Values));
                return deadlines.Select(deadline => (TimeSpan?)deadline).Min();
            }
        }
    }

    /// <summary>The names whose wait ended without them, and forgets that they were waited for.</summary>
    public List<(TypeUrl Type, List<string> Names)> TakeOverdue(TimeSpan now) =>
        Take(state => state.Awaited, now);

    /// <summary>The names whose lifetime ended, and forgets them.</summary>
    public List<(TypeUrl Type, List<string> Names)> TakeExpired(TimeSpan now)
    {
        lock (Gate)
        {
            List<(TypeUrl Type, List<string> Names)> expired = Take(state => state.Expiries, now);
            foreach ((TypeUrl type, List<string> names) in expired)
                names.ForEach(name => Find(type)!.Known.Remove(name));
            return expired;
        }
    }

    private List<(TypeUrl Type, List<string> Names)> Take(
        Func<TypeState, Dictionary<string, TimeSpan>> deadlinesOf, TimeSpan now)
    {
        List<(TypeUrl, List<string>)> taken = [];
        lock (Gate)
        {
            foreach (TypeState state in _types)
            {
                Dictionary<string, TimeSpan> deadlines = deadlinesOf(state);
                List<string> due = [.. deadlines.Where(entry => entry.Value <= now).Select(entry => entry.Key)
                    .Order(StringComparer.Ordinal)];
                due.ForEach(name => deadlines.Remove(name));
                if (due.Count > 0)
                    taken.Add((state.Type, due));
            }
        }

        return taken;
    }

    private TypeState FindOrAdd(TypeUrl type)
    {
        if (Find(type) is { } known)
            return known;
        var state = new TypeState(type);
        if (options.Known.TryGetValue(type, out KnownResources? resources))
        {
            state.SotwVersion = resources.SotwVersion;
            foreach ((string name, string version) in resources.Versions)
                state.Known[name] = version;
        }

        int place = PushOrder.PlaceOf(type);
        int index = _types.FindIndex(other => PushOrder.PlaceOf(other.Type) > place);
        _types.Insert(index < 0 ? _types.Count : index, state);
        return state;
    }

    private void Await(TypeState state, string name, TimeSpan now)
    {
        TimeSpan timeout = options.InitialFetchTimeoutByType.TryGetValue(state.Type, out TimeSpan own)
            ? own
            : options.InitialFetchTimeout;
        if (timeout > TimeSpan.Zero)
            state.Awaited[name] = now + timeout;
    }
}
