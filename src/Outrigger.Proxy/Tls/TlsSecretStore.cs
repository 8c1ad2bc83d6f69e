using System.Collections.Concurrent;
using Envoy.Extensions.TransportSockets.Tls.V3;

namespace Outrigger.Proxy.Tls;

/// <summary>
/// The secrets by name: those of the bootstrap, and those that came at run time. Safe for any thread.
/// </summary>
internal sealed class TlsSecretStore
{
    private readonly ConcurrentDictionary<string, Secret> _static = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<SecretReference, Secret> _discovered = new();

    /// <summary>
    /// Whether the workload has an identity of its own. Without one, what is asked of it the management server
    /// is asked for.
    /// </summary>
    public bool HasWorkloadIdentity { get; set; }

    /// <summary>The bootstrap's secrets.</summary>
    public IEnumerable<Secret> Static => _static.Values;

    /// <summary>The secrets that came at run time.</summary>
    public IEnumerable<KeyValuePair<SecretReference, Secret>> Discovered => _discovered;

    /// <summary>One of the bootstrap's secrets, or null.</summary>
    public Secret? FindStatic(string name) => _static.GetValueOrDefault(name);

    /// <summary>A secret that comes at run time, or null while it has not come.</summary>
    public Secret? FindDiscovered(SecretReference reference) => _discovered.GetValueOrDefault(reference);

    /// <summary>Adds a secret of the bootstrap.</summary>
    /// <returns>Whether the name is new.</returns>
    public bool TryAddStatic(Secret secret) => _static.TryAdd(secret.Name, secret);

    /// <summary>Takes a secret in place of the one before.</summary>
    public void SetDiscovered(SecretSource source, Secret secret) =>
        _discovered[new SecretReference(source, secret.Name)] = secret;
}
