namespace Outrigger.Discovery;

/// <summary>Tells which changes of configuration can touch nothing but endpoints.</summary>
public static class ChangeKinds
{
    private static readonly HashSet<string> EndpointKinds =
        new(StringComparer.Ordinal) { "Pod", "EndpointSlice", "WorkloadEntry" };

    /// <summary>Kinds that generators do not read at all.</summary>
    private static readonly HashSet<string> UnreadKinds = new(StringComparer.Ordinal)
    {
        "Deployment", "ServiceAccount", "ConfigMap", "Secret", "Namespace",
    };

    /// <summary>True when objects of the kind only add, change or remove endpoints.</summary>
    public static bool IsEndpointsOnly(string kind) => EndpointKinds.Contains(kind) || UnreadKinds.Contains(kind);

    /// <summary>True when no generator reads objects of the kind.</summary>
    public static bool IsUnread(string kind) => UnreadKinds.Contains(kind);
}
