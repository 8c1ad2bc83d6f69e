using Outrigger.Http;
using Outrigger.Net.Tasks;
using Outrigger.Proxy.Http.Calls;
using Outrigger.Routing.Matching;
using Outrigger.Routing.MetadataValues;

namespace Outrigger.Proxy.Http.Filters.ExternalAuthorization;

/// <summary>
/// Asks a service whether a request may pass:
/// <code>
/// 1. is the request one that is asked about?   2. receive its content, if the service is to see it
/// 3. ask                                       4. let it pass, changed as the service says, or answer it
/// </code>
/// Follows <c>envoy.extensions.filters.http.ext_authz.v3.ExtAuthz</c>.
/// </summary>
internal sealed class ExternalAuthorizationFilter(string name) : HttpFilterModel(name)
{
    /// <summary>The name under which the filter notes what a service says, as Envoy calls the filter.</summary>
    public const string CanonicalName = "envoy.filters.http.ext_authz";

    /// <summary>Tells the endpoint that nobody decided about the request.</summary>
    private static ReadOnlySpan<byte> FailureModeAllowed => "x-envoy-auth-failure-mode-allowed"u8;

    /// <summary>The service.</summary>
    public required AuthorizationService Service { get; init; }

    /// <summary>What is counted.</summary>
    public required ExternalAuthorizationStats Stats { get; init; }

    /// <summary>The share of requests that is asked about; null for all.</summary>
    public RuntimeFraction? EnabledShare { get; init; }

    /// <summary>Which requests are asked about, by what filters before this one noted; null for all.</summary>
    public MetadataCondition? EnabledMetadata { get; init; }

    /// <summary>Whether requests that are not asked about are refused.</summary>
    public bool DeniesWhenDisabled { get; init; }

    /// <summary>Whether a request passes when the service did not say.</summary>
    public bool AllowsOnFailure { get; init; }

    /// <summary>Whether the endpoint is told of that.</summary>
    public bool MarksAllowedOnFailure { get; init; }

    /// <summary>The status of a request that does not pass because the service did not say.</summary>
    public int StatusOnError { get; init; } = 403;

    /// <summary>How much content the service sees; null for none.</summary>
    public BodySettings? Body { get; init; }

    /// <summary>Whether a request is routed again when its headers were changed.</summary>
    public bool ClearsRoute { get; init; }

    /// <summary>Whether changes that would make an invalid request refuse it; else they are left out.</summary>
    public bool ValidatesChanges { get; init; }

    /// <summary>Whether filters behind see what the service noted.</summary>
    public bool TakesMetadata { get; init; } = true;

    /// <inheritdoc/>
    public override bool SeesResponses => true;

    /// <inheritdoc/>
    public override FilterVerdict Decide(HttpFilterContext context)
    {
        context.AddedResponseHeaders = null;
        if (context.RouteSettingsOf<AuthorizationRouteSettings>(this) is { IsDisabled: true })
            return FilterVerdict.Continue;
        var isAsked = (EnabledShare?.IsMatch(ref context.Worker.Random) ?? true)
            && (EnabledMetadata?.IsMatch(context.Metadata) ?? true);
        if (isAsked)
            return FilterVerdict.Wait;
        Stats.Disabled.Add();
        return DeniesWhenDisabled ? FilterVerdict.Answer(ErrorReply) : FilterVerdict.Continue;
    }

    /// <inheritdoc/>
    public override async LoopTask<FilterVerdict> WaitAsync(HttpFilterContext context)
    {
        var exchange = context.Exchange;
        var route = context.RouteSettingsOf<AuthorizationRouteSettings>(this);
        var body = route is { HidesBody: true } ? null : route?.Body ?? Body;
        var isPartial = false;
        if (body is not null)
        {
            var kept = await exchange.KeepContentAsync(body.BytesMax, body.TakesPart);
            if (kept == KeepOutcome.ClientGone)
                return FilterVerdict.ClientGone;
            isPartial = kept == KeepOutcome.Part;
            if (kept is not (KeepOutcome.Whole or KeepOutcome.Part))
                return FilterVerdict.Answer(exchange.RefusalOf(kept));
        }

        var decision = await AskAsync(context, new AuthorizationQuestion(context, route, body, isPartial));
        return Follow(context, decision);
    }

    /// <inheritdoc/>
    public override void OnResponse(HttpFilterContext context)
    {
        if (context.AddedResponseHeaders is not { } added)
            return;
        var headers = new MutableHeaders(context.Response.Headers, request: null);
        foreach (var change in added)
            change.ApplyTo(in headers);
    }

    private LocalReply ErrorReply => new(
        StatusOnError, default, ResponseFlags.UnauthorizedExternalService, Details: "ext_authz_error");

    /// <summary>Step 3.</summary>
    private async LoopTask<AuthorizationDecision> AskAsync(
        HttpFilterContext context, AuthorizationQuestion question)
    {
        var calls = context.Worker.Calls;
        var call = calls.Rent();
        try
        {
            if (!Service.TryPrepare(call, in question))
                return AuthorizationDecision.Failed;
            context.Exchange.Awaited = call;
            var outcome = await call.RunAsync(
                Service.Cluster, Service.Options, call.Message.Written, Service.ContentOf(in question));
            return outcome switch
            {
                CallOutcome.Response => Service.Read(call),
                CallOutcome.Cancelled => AuthorizationDecision.Abandoned,
                _ => AuthorizationDecision.Failed,
            };
        }
        finally
        {
            context.Exchange.Awaited = null;
            call.Clear();
            calls.Return(call);
        }
    }

    /// <summary>Step 4.</summary>
    private FilterVerdict Follow(HttpFilterContext context, AuthorizationDecision decision)
    {
        if (TakesMetadata && decision.Metadata is { } metadata)
        {
            foreach (var member in metadata.Members)
            {
                context.Metadata.Set(
                    CanonicalName, System.Text.Encoding.UTF8.GetString(member.Name), member.Value);
            }
        }

        switch (decision.Verdict)
        {
            case AuthorizationVerdict.Allowed:
                return Pass(context, decision);
            case AuthorizationVerdict.Denied:
                return Refuse(decision);
            case AuthorizationVerdict.Abandoned:
                return FilterVerdict.ClientGone;
        }

        Stats.Error.Add();
        if (!AllowsOnFailure)
            return FilterVerdict.Answer(ErrorReply);
        Stats.FailureModeAllowed.Add();
        if (MarksAllowedOnFailure)
            context.Request.Headers.TrySet(FailureModeAllowed, "true"u8);
        return FilterVerdict.Continue;
    }

    private FilterVerdict Pass(HttpFilterContext context, AuthorizationDecision decision)
    {
        if (ValidatesChanges && !AreValid(decision.Headers, decision.ResponseHeaders))
            return Invalid();
        Stats.Ok.Add();
        var head = context.Request;
        var headers = new MutableHeaders(head.Headers, head);
        foreach (var change in decision.Headers)
            change.ApplyTo(in headers);
        foreach (var name in decision.RemovedHeaders)
        {
            // Without its host and its path a request is none.
            if (!name.AsSpan().StartsWith(":"u8) && !name.AsSpan().SequenceEqual("host"u8))
                headers.Remove(name);
        }

        if (decision.QueryParameters.Count > 0)
            QueryParameters.Apply(head, decision.QueryParameters);
        if (decision.ResponseHeaders.Count > 0)
            context.AddedResponseHeaders = decision.ResponseHeaders;
        var isChanged = decision.Headers.Count > 0 || decision.RemovedHeaders.Count > 0
            || decision.QueryParameters.Count > 0;
        context.IsRouteCleared |= ClearsRoute && isChanged;
        return FilterVerdict.Continue;
    }

    private FilterVerdict Refuse(AuthorizationDecision decision)
    {
        if (ValidatesChanges && !AreValid(decision.Headers, []))
            return Invalid();
        Stats.Denied.Add();
        ReplyHeaders? headers = null;
        for (var index = 0; index < decision.Headers.Count; index++)
        {
            var change = decision.Headers[index];
            var isRepeated = Contains(decision.Headers, index, change.Name);
            if (change.IsValid)
                (headers ??= new ReplyHeaders()).Add(change.Name, change.Value, appends: isRepeated);
        }

        return FilterVerdict.Answer(new LocalReply(
            decision.Status,
            decision.Body,
            ResponseFlags.UnauthorizedExternalService,
            Headers: headers,
            Details: "ext_authz_denied"));
    }

    private FilterVerdict Invalid()
    {
        Stats.Invalid.Add();
        return FilterVerdict.Answer(new LocalReply(
            500, default, ResponseFlags.UnauthorizedExternalService, Details: "ext_authz_invalid"));
    }

    private static bool Contains(IReadOnlyList<HeaderChange> changes, int count, ReadOnlySpan<byte> name)
    {
        for (var index = 0; index < count; index++)
        {
            if (name.SequenceEqual(changes[index].Name))
                return true;
        }

        return false;
    }

    private static bool AreValid(IReadOnlyList<HeaderChange> first, IReadOnlyList<HeaderChange> second) =>
        first.All(change => change.IsValid) && second.All(change => change.IsValid);
}
