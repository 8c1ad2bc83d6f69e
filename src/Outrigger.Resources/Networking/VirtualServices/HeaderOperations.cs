namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Changes of headers; applied in the order set, add, remove.</summary>
public sealed record HeaderOperations
{
    /// <summary>Values to append to what is there.</summary>
    public IReadOnlyDictionary<string, string> Add { get; init; } = Empty.Map<string>();

    /// <summary>Names of headers to take away.</summary>
    public IReadOnlyList<string> Remove { get; init; } = [];

    /// <summary>Values that replace what is there.</summary>
    public IReadOnlyDictionary<string, string> Set { get; init; } = Empty.Map<string>();
}
