using Outrigger.Proxy.Listeners;
using Outrigger.Routing.Authorization;
using Outrigger.Routing.MetadataValues;

namespace Outrigger.Proxy.Authorization;

/// <summary>
/// Decides who may connect (<c>envoy.filters.network.rbac</c>): once, after the handshake of TLS and before anything is
/// sent anywhere. What is denied is closed at once.
/// </summary>
internal sealed class NetworkAuthorizationFilter : NetworkFilterModel
{
    private const string MetadataNamespace = "envoy.filters.network.rbac";

    private static readonly MetadataValue s_allowedResult = MetadataValue.Of("allowed");
    private static readonly MetadataValue s_deniedResult = MetadataValue.Of("denied");

    /// <summary>What it decides by.</summary>
    public required AuthorizationRules Rules { get; init; }

    /// <summary>Its statistics.</summary>
    public required AuthorizationStats Stats { get; init; }

    /// <inheritdoc/>
    public override bool? Decide(DownstreamConnection client)
    {
        var input = ConnectionFacts.Of(client, ConnectionFacts.ValueOf(client.PeerAddress), client.Metadata);
        var worker = client.Worker;
        if (Rules.Shadow is { } shadow)
            Note(shadow.Decide(default(NoRequest), in input, worker.Authorization), client);
        if (Rules.Engine is not { } engine)
            return true;
        var decision = engine.Decide(default(NoRequest), in input, worker.Authorization);
        Rules.Count(Stats, in decision, worker.Index);
        if (!decision.IsAllowed)
            worker.AuthorizationLog.Write(client, in decision, method: default, authority: default, path: default);
        return decision.IsAllowed;
    }

    private void Note(AuthorizationDecision decision, DownstreamConnection client)
    {
        Rules.CountShadow(Stats, in decision, client.Worker.Index);
        if (decision.Policy is { } policy)
            client.Metadata.Set(MetadataNamespace, Rules.ShadowPolicyKey, Rules.ShadowName(policy));
        client.Metadata.Set(
            MetadataNamespace, Rules.ShadowResultKey, decision.IsAllowed ? s_allowedResult : s_deniedResult);
    }
}
