using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Outrigger.Net.Tls;

namespace Outrigger.Proxy.Stats;

/// <summary>
/// The statistics under <c>ssl.</c> of a listener or a cluster, named as Envoy names them. Counted once per
/// handshake, so all workers share the counters. Safe for any thread.
/// </summary>
internal sealed class TlsStats
{
    private static readonly string[] Always =
    [
        "ssl.handshake", "ssl.connection_error", "ssl.fail_verify_no_cert", "ssl.fail_verify_error",
        "ssl.fail_verify_san", "ssl.fail_verify_cert_hash", "ssl.session_reused", "ssl.no_certificate",
    ];

    private readonly ConcurrentDictionary<string, StrongBox<long>> _counters = new(StringComparer.Ordinal);

    /// <summary>Makes the statistics, all 0.</summary>
    public TlsStats()
    {
        foreach (string name in Always)
        {
            _counters[name] = new StrongBox<long>();
        }
    }

    /// <summary>Counts a connection whose handshake has ended, well or not.</summary>
    public void Count(TlsConnection connection)
    {
        if (!connection.IsEstablished)
        {
            Increment(NameOf(connection.Failure));
            return;
        }

        Increment("ssl.handshake");
        Increment("ssl.versions.", connection.Version);
        Increment("ssl.ciphers.", connection.CipherSuite);
        Increment("ssl.curves.", connection.Group);
        if (connection.IsResumed)
        {
            Increment("ssl.session_reused");
        }

        if (!connection.IsClient && !connection.HasPeerCertificate)
        {
            Increment("ssl.no_certificate");
        }
    }

    /// <summary>Sets all counters to 0.</summary>
    public void Reset()
    {
        foreach (StrongBox<long> counter in _counters.Values)
        {
            Interlocked.Exchange(ref counter.Value, 0);
        }
    }

    /// <summary>One counter, by its name after that of the listener or cluster; 0 when nothing was counted.</summary>
    public long Read(string name) =>
        _counters.TryGetValue(name, out StrongBox<long>? counter) ? Interlocked.Read(ref counter.Value) : 0;

    /// <summary>Shows all counters to a visitor.</summary>
    public void Visit(ScopeName scope, IStatVisitor visitor)
    {
        foreach ((string name, StrongBox<long> counter) in _counters)
        {
            visitor.Number(scope.Of(name), StatKind.Counter, Interlocked.Read(ref counter.Value));
        }
    }

    private static string NameOf(TlsFailure failure) => failure switch
    {
        TlsFailure.NoCertificate => "ssl.fail_verify_no_cert",
        TlsFailure.Untrusted => "ssl.fail_verify_error",
        TlsFailure.NameMismatch => "ssl.fail_verify_san",
        TlsFailure.HashMismatch => "ssl.fail_verify_cert_hash",
        _ => "ssl.connection_error",
    };

    private void Increment(string prefix, string name)
    {
        if (name.Length > 0)
        {
            Increment(prefix + name);
        }
    }

    private void Increment(string name) =>
        Interlocked.Increment(ref _counters.GetOrAdd(name, static _ => new StrongBox<long>()).Value);
}
