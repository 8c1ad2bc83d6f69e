using Envoy.Config.Core.V3;

namespace Outrigger.Xds.Client;

/// <summary>Settings of <see cref="AdsClient"/>.</summary>
public sealed record AdsClientOptions
{
    /// <summary>The node, sent with the first request of every stream.</summary>
    public required Node Node { get; init; }

    /// <summary>The variant to speak.</summary>
    public XdsVariant Variant { get; init; } = XdsVariant.Delta;

    /// <summary>What the client runs with already. Never sent for types without a subscription.</summary>
    public IReadOnlyDictionary<TypeUrl, KnownResources> Known { get; init; } =
        new Dictionary<TypeUrl, KnownResources>();

    /// <summary>
    /// How long after a subscription a resource that did not arrive is reported by
    /// <see cref="IResourceConsumer.OnInitialFetchTimeoutAsync"/> (Envoy's <c>initial_fetch_timeout</c>,
    /// default 15 s). Zero waits for ever. It runs whether the server can be reached or not.
    /// </summary>
    public TimeSpan InitialFetchTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary><see cref="InitialFetchTimeout"/> for single types, in place of the common one.</summary>
    public IReadOnlyDictionary<TypeUrl, TimeSpan> InitialFetchTimeoutByType { get; init; } =
        new Dictionary<TypeUrl, TimeSpan>();

    /// <summary>The bound of the first wait before a reconnection (Envoy: 500 ms).</summary>
    public TimeSpan BackOffBase { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The bound that later waits double up to (Envoy: 30 s).</summary>
    public TimeSpan BackOffMax { get; init; } = TimeSpan.FromSeconds(30);
}
