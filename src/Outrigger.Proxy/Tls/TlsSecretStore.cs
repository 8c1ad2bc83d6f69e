using System.Collections.Concurrent;
using Envoy.Extensions.TransportSockets.Tls.V3;

namespace Outrigger.Proxy.Tls;

/// <summary>The secrets by name: those of the bootstrap, and those that were discovered. Safe for any thread.</summary>
internal sealed class TlsSecretStore
{
    private readonly ConcurrentDictionary<string, Secret> _static = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Secret> _discovered = new(StringComparer.Ordinal);

    /// <summary>One of the bootstrap's secrets, or null.</summary>
    public Secret? FindStatic(string name) => _static.GetValueOrDefault(name);

    /// <summary>A discovered secret, or null while it has not come.</summary>
    public Secret? FindDiscovered(string name) => _discovered.GetValueOrDefault(name);

    /// <summary>Adds a secret of the bootstrap.</summary>
    /// <returns>Whether the name is new.</returns>
    public bool TryAddStatic(Secret secret) => _static.TryAdd(secret.Name, secret);

    /// <summary>Takes a discovered secret in place of the one before.</summary>
    public void SetDiscovered(Secret secret) => _discovered[secret.Name] = secret;
}
