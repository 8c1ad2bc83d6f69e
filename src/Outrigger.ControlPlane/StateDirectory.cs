namespace Outrigger.ControlPlane;

/// <summary>Where a mesh keeps its state on one machine, and what lies where in it.</summary>
public static class StateDirectory
{
    /// <summary>The environment variable that names the directory.</summary>
    public const string Variable = "OUTRIGGER_STATE_DIR";

    /// <summary>
    /// The directory to use: the one given, else <c>$OUTRIGGER_STATE_DIR</c>, else <c>outrigger/default</c>
    /// under <c>$XDG_STATE_HOME</c> or <c>~/.local/state</c>.
    /// </summary>
    public static string Resolve(string? given)
    {
        if (!string.IsNullOrEmpty(given)) return Path.GetFullPath(given);
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } variable) return Path.GetFullPath(variable);
        var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } xdg
            ? xdg
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
        return Path.Combine(state, "outrigger", "default");
    }

    /// <summary>The socket of the management API.</summary>
    public static string ApiSocket(string directory) => Path.Combine(directory, "api.sock");

    /// <summary>What a running control plane says of itself.</summary>
    public static string ControlPlaneFile(string directory) => Path.Combine(directory, "control-plane.json");

    /// <summary>The folder of objects that the user applied.</summary>
    public static string AppliedObjects(string directory) => Path.Combine(directory, "objects");

    /// <summary>The Pods and EndpointSlices that the local runtime reported last.</summary>
    public static string RuntimeFile(string directory) => Path.Combine(directory, "runtime.json");

    /// <summary>What the certificate authority keeps; nobody else may enter.</summary>
    public static string Identity(string directory) => Path.Combine(directory, "identity");

    /// <summary>The roots that the mesh trusts, as PEM; the newest, and no secret.</summary>
    public static string TrustBundleFile(string directory) => Path.Combine(Identity(directory), "root-cert.pem");

    /// <summary>
    /// The JSON Web Key Set of whoever issues tokens to the workloads of this machine: the local runtime writes it.
    /// </summary>
    public static string WorkloadTokenKeysFile(string directory) =>
        Path.Combine(Identity(directory), "workload-token-keys.json");

    /// <summary>The public keys of issuers of tokens, as they were fetched last.</summary>
    public static string KeySetsFile(string directory) => Path.Combine(directory, "key-sets.json");

    /// <summary>The virtual addresses that Services were given.</summary>
    public static string ServiceAddressesFile(string directory) => Path.Combine(directory, "service-addresses.json");
}
