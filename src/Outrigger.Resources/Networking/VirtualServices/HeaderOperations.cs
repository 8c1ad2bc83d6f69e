namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Record HeaderOperations.</summary>
public sealed record HeaderOperations
{
    /// <summary>Field add.</summary>
    public IReadOnlyDictionary<string, string> Add { get; init; } = Empty.Map<string>();

    /// <summary>Field remove.</summary>
    public IReadOnlyList<string> Remove { get; init; } = [];

    /// <summary>Field set.</summary>
    public IReadOnlyDictionary<string, string> Set { get; init; } = Empty.Map<string>();
}
