namespace Outrigger.Proxy.Overload;

/// <summary>The names by which a configuration knows actions.</summary>
internal static class OverloadActionNames
{
    private const string Prefix = "envoy.overload_actions.";

    private static readonly Dictionary<string, OverloadActions> s_actions = new(StringComparer.Ordinal)
    {
        [Prefix + "disable_http_keepalive"] = OverloadActions.DisableHttpKeepAlive,
        [Prefix + "stop_accepting_requests"] = OverloadActions.StopAcceptingRequests,
        [Prefix + "stop_accepting_connections"] = OverloadActions.StopAcceptingConnections,
        [Prefix + "reject_incoming_connections"] = OverloadActions.RejectIncomingConnections,
        [Prefix + "reset_high_memory_stream"] = OverloadActions.ResetHighMemoryStream,
    };

    // Envoy has these; what they ask for is not done here.
    private static readonly HashSet<string> s_unimplemented =
        new(StringComparer.Ordinal) { Prefix + "reduce_timeouts", Prefix + "shrink_heap" };

    /// <summary>The action of that name; <see cref="OverloadActions.None"/> when there is none here.</summary>
    public static OverloadActions Find(string name) => s_actions.GetValueOrDefault(name);

    /// <summary>Whether Envoy has an action of that name that is not done here.</summary>
    public static bool IsUnimplemented(string name) => s_unimplemented.Contains(name);

    /// <summary>The full name of a single action.</summary>
    public static string NameOf(OverloadActions action) => s_actions.First(pair => pair.Value == action).Key;
}
