namespace Outrigger.Proxy.Overload;

/// <summary>
/// What the workers know of overload: a number that they read at every connection and request, and counts of
/// connections over all of them. The one thing that workers share; it is written when a connection comes or
/// goes, and when the pressure changes.
/// </summary>
internal sealed class OverloadState
{
    private int _actions;

    /// <summary>The connections of clients over all listeners.</summary>
    public ConnectionLimit AllConnections { get; set; } = new(max: 0);

    /// <summary>The connections of listeners that have a limit of their own, by the listener's name.</summary>
    public IReadOnlyDictionary<string, ConnectionLimit> ConnectionsOfListeners { get; set; } =
        new Dictionary<string, ConnectionLimit>();

    /// <summary>What is to be done now.</summary>
    public OverloadActions Actions
    {
        get => (OverloadActions)Volatile.Read(ref _actions);
        set => Volatile.Write(ref _actions, (int)value);
    }

    /// <summary>
    /// Looks at once whether memory runs out: called by workers that took more of it. Null = nobody looks.
    /// </summary>
    public Action? MemoryGrown { get; set; }

    /// <summary>Whether an action is to be done now.</summary>
    public bool Has(OverloadActions action) => (Actions & action) != 0;
}
