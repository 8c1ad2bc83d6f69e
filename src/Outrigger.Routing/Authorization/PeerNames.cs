using System.Text;

namespace Outrigger.Routing.Authorization;

/// <summary>
/// What the certificate of a connection's peer calls it: the URIs of its subject alternative names, their DNS names,
/// and the subject. A condition on the peer's name holds when it holds for one of them, as in Envoy. Immutable; made
/// once for a connection.
/// </summary>
public sealed class PeerNames
{
    private readonly byte[][] _names;

    /// <summary>Takes the names of a certificate over.</summary>
    /// <param name="uris">The URIs in their order, such as a SPIFFE ID.</param>
    /// <param name="dnsNames">The DNS names in their order.</param>
    /// <param name="subject">The subject (RFC 2253); empty for none.</param>
    public PeerNames(IReadOnlyCollection<string> uris, IReadOnlyCollection<string> dnsNames, string subject)
    {
        UriCount = uris.Count;
        _names = [.. uris.Concat(dnsNames).Append(subject).Select(Encoding.UTF8.GetBytes)];
    }

    /// <summary>The peer of a connection over TLS that showed no certificate.</summary>
    public static PeerNames Anonymous { get; } = new([], [], "");

    /// <summary>The first URI; empty when there is none.</summary>
    public ReadOnlySpan<byte> FirstUri => UriCount == 0 ? default : _names[0];

    /// <summary>How many of the names are URIs.</summary>
    internal int UriCount { get; }

    /// <summary>All names; never empty.</summary>
    internal ReadOnlySpan<byte[]> All => _names;
}
