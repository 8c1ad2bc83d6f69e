using Outrigger.Proxy.Http;
using Outrigger.Proxy.Http.Filters;
using Outrigger.Routing.Authorization;
using Outrigger.Routing.MetadataValues;

namespace Outrigger.Proxy.Authorization;

/// <summary>
/// Decides who may do what (<c>envoy.filters.http.rbac</c>). Shadow rules are asked first, and only note what they
/// would do; then the rules are asked, and what they deny is answered with 403.
/// </summary>
/// <param name="name">The name in the configuration.</param>
internal sealed class HttpAuthorizationFilter(string name) : HttpFilterModel(name)
{
    /// <summary>The namespace that this filter notes in, whatever its name is.</summary>
    private const string MetadataNamespace = "envoy.filters.http.rbac";

    private static readonly byte[] s_denied = "RBAC: access denied"u8.ToArray();
    private static readonly MetadataValue s_allowedResult = MetadataValue.Of("allowed");
    private static readonly MetadataValue s_deniedResult = MetadataValue.Of("denied");

    /// <summary>What it decides by where the route says nothing else.</summary>
    public required AuthorizationRules Rules { get; init; }

    /// <summary>Its statistics; routes with rules of their own count here too.</summary>
    public required AuthorizationStats Stats { get; init; }

    /// <inheritdoc/>
    public override FilterVerdict Decide(HttpFilterContext context)
    {
        var rules = context.RouteSettingsOf<AuthorizationRules>(this) ?? Rules;
        if (rules.Engine is null && rules.Shadow is null)
            return FilterVerdict.Continue;
        var client = context.Client;
        var remoteAddress = rules.ReadsRemoteAddress
            ? ClientAddress.Find(context.Connection, context.Request)
            : default;
        var input = ConnectionFacts.Of(client, remoteAddress, context.Metadata);
        var request = new RequestView(context.Request);
        if (rules.Shadow is { } shadow)
            Note(rules, shadow.Decide(in request, in input, client.Worker.Authorization), context);
        if (rules.Engine is not { } engine)
            return FilterVerdict.Continue;
        var decision = engine.Decide(in request, in input, client.Worker.Authorization);
        if (engine.Action == AuthorizationAction.Log)
            Mark(decision.Policy is not null, context.Metadata);
        rules.Count(Stats, in decision, client.Worker.Index);
        return decision.IsAllowed ? FilterVerdict.Continue : Deny(context, in decision);
    }

    private void Note(AuthorizationRules rules, AuthorizationDecision decision, HttpFilterContext context)
    {
        rules.CountShadow(Stats, in decision, context.Worker.Index);
        if (decision.Policy is { } policy)
            context.Metadata.Set(MetadataNamespace, rules.ShadowPolicyKey, rules.ShadowName(policy));
        context.Metadata.Set(
            MetadataNamespace, rules.ShadowResultKey, decision.IsAllowed ? s_allowedResult : s_deniedResult);
    }

    /// <summary>Tells the access log whether the request is one that a policy asks to be logged.</summary>
    private static void Mark(bool isLogged, DynamicMetadata metadata) => metadata.Set(
        "envoy.common", "access_log_hint", isLogged ? MetadataValue.True : MetadataValue.False);

    private static FilterVerdict Deny(HttpFilterContext context, in AuthorizationDecision decision)
    {
        var request = context.Request;
        context.Worker.AuthorizationLog.Write(
            context.Client, in decision, request.Method, request.Authority, request.Path);
        return FilterVerdict.Answer(new LocalReply(403, s_denied, Details: decision.DenialDetails));
    }
}
