using System.Collections.Immutable;
using Outrigger.Proxy.ProxyProtocol;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Model;

/// <summary>The kinds of listener filters; as flags, so that inspectors can be asked for together.</summary>
[Flags]
internal enum ListenerFilters : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>
    /// The address that the connection was meant for before it was redirected becomes its local address.
    /// </summary>
    OriginalDestination = 1,

    /// <summary>Whether it begins as TLS, for which server name and which protocols.</summary>
    TlsInspector = 2,

    /// <summary>Whether it begins as HTTP/1 or HTTP/2.</summary>
    HttpInspector = 4,

    /// <summary>Whose connection it is, in the words of a proxy before this one.</summary>
    ProxyProtocol = 8,

    /// <summary>Connections to endpoints start from the client's address.</summary>
    OriginalSource = 16,
}

/// <summary>
/// One thing that looks at a connection before its filter chain is chosen. Follows
/// <c>envoy.config.listener.v3.ListenerFilter</c>.
/// </summary>
internal sealed class ListenerFilterModel
{
    /// <summary>What it does; one kind.</summary>
    public required ListenerFilters Kind { get; init; }

    /// <summary>The connections it leaves alone, or null for none.</summary>
    public PortPredicate? Disabled { get; init; }

    /// <summary>How the PROXY protocol is read; null for other kinds.</summary>
    public ProxyProtocolModel? ProxyProtocol { get; init; }

    /// <summary>How the client's address is kept; null for other kinds.</summary>
    public OriginalSourceModel? OriginalSource { get; init; }
}

/// <summary>
/// How the PROXY protocol is read. Follows
/// <c>envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol</c>.
/// </summary>
internal sealed class ProxyProtocolModel
{
    /// <summary>Whether connections without a header are served as they are; else they are closed.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Which forms are read, by the value of <see cref="ProxyHeaderVersion"/>.</summary>
    public required ImmutableArray<bool> IsVersionAllowed { get; init; }

    /// <summary>Which entries are kept for connections to endpoints.</summary>
    public ProxyEntrySelection PassedEntries { get; init; } = ProxyEntrySelection.None;

    /// <summary>What is counted.</summary>
    public required ProxyProtocolStats Stats { get; init; }
}

/// <summary>
/// How connections to endpoints come to start from the client's address. Follows
/// <c>envoy.extensions.filters.listener.original_src.v3.OriginalSrc</c>.
/// </summary>
/// <param name="BindsPort">Whether they start from the client's port too.</param>
/// <param name="Mark">The firewall mark of their packets (<c>SO_MARK</c>); 0 for none.</param>
internal sealed record OriginalSourceModel(bool BindsPort, uint Mark);

/// <summary>
/// A condition on the port that a connection is headed to. Follows
/// <c>envoy.config.listener.v3.ListenerFilterChainMatchPredicate</c>.
/// </summary>
internal abstract record PortPredicate
{
    private PortPredicate()
    {
    }

    /// <summary>Whether a destination port meets the condition.</summary>
    /// <param name="port">The port; 0 when there is none.</param>
    public abstract bool Matches(int port);

    /// <summary>Any port.</summary>
    internal sealed record Any : PortPredicate
    {
        /// <inheritdoc/>
        public override bool Matches(int port) => true;
    }

    /// <summary>Ports of a range.</summary>
    /// <param name="Start">The first port.</param>
    /// <param name="End">The port behind the last.</param>
    internal sealed record Range(int Start, int End) : PortPredicate
    {
        /// <inheritdoc/>
        public override bool Matches(int port) => port >= Start && port < End;
    }

    /// <summary>Ports that do not meet another condition.</summary>
    /// <param name="Inner">The other condition.</param>
    internal sealed record Not(PortPredicate Inner) : PortPredicate
    {
        /// <inheritdoc/>
        public override bool Matches(int port) => !Inner.Matches(port);
    }

    /// <summary>Ports that meet all of some conditions, or one of them.</summary>
    /// <param name="Rules">The conditions.</param>
    /// <param name="NeedsAll">Whether all are needed.</param>
    internal sealed record Set(ImmutableArray<PortPredicate> Rules, bool NeedsAll) : PortPredicate
    {
        /// <inheritdoc/>
        public override bool Matches(int port)
        {
            foreach (var rule in Rules)
            {
                if (rule.Matches(port) != NeedsAll)
                    return !NeedsAll;
            }

            return NeedsAll;
        }
    }
}
