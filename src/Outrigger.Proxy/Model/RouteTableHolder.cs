namespace Outrigger.Proxy.Model;

/// <summary>
/// The place of one routing table. Every connection manager that names the same route configuration of the
/// same source holds the same holder; route discovery swaps its content, and the next request sees it.
/// </summary>
internal sealed class RouteTableHolder(string name)
{
    private volatile RouteTableModel? _current;

    /// <summary>The name of the route configuration; may be empty for one given in place.</summary>
    public string Name { get; } = name;

    /// <summary>The routing table as it is now; null before the first one came (requests get 404).</summary>
    public RouteTableModel? Current
    {
        get => _current;
        set => _current = value;
    }
}
