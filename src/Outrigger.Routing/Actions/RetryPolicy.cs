using Outrigger.Routing.Compilation;
using Outrigger.Routing.Matching;
using ProtoRetryPolicy = Envoy.Config.Route.V3.RetryPolicy;

namespace Outrigger.Routing.Actions;

/// <summary>
/// When, how often and how fast a request is tried again: <c>envoy.config.route.v3.RetryPolicy</c>.
/// </summary>
public sealed class RetryPolicy
{
    private const long BaseIntervalMsDefault = 25;
    private const long IntervalFactorDefault = 10;

    private RetryPolicy(ProtoRetryPolicy policy)
    {
        RetriesMax = policy.NumRetries ?? 1;
        RetriableStatusCodes = [.. policy.RetriableStatusCodes];
        HostSelectionAttemptsMax = policy.HostSelectionRetryMaxAttempts > 0
            ? policy.HostSelectionRetryMaxAttempts
            : 1;
    }

    /// <summary>What makes a request worth another try.</summary>
    public RetryConditions Conditions { get; private init; }

    /// <summary>The most tries after the first one; 1 by default.</summary>
    public uint RetriesMax { get; }

    /// <summary>
    /// The longest time of one try in milliseconds; null or 0 for the request's own timeout.
    /// </summary>
    public long? PerTryTimeoutMs { get; private init; }

    /// <summary>The longest silence of one try in milliseconds; null or 0 for none.</summary>
    public long? PerTryIdleTimeoutMs { get; private init; }

    /// <summary>The statuses of <see cref="RetryConditions.RetriableStatusCodes"/>.</summary>
    public IReadOnlyList<uint> RetriableStatusCodes { get; }

    /// <summary>
    /// The response headers of <see cref="RetryConditions.RetriableHeaders"/>; one must match.
    /// </summary>
    public IReadOnlyList<HeaderCondition> RetriableHeaders { get; private init; } = [];

    /// <summary>Conditions on the request; when there are any, one must match for a retry.</summary>
    public IReadOnlyList<HeaderCondition> RetriableRequestHeaders { get; private init; } = [];

    /// <summary>Whether an endpoint that was already tried is to be avoided.</summary>
    public bool AvoidsPreviousHosts { get; private init; }

    /// <summary>
    /// How often the choice of an endpoint is repeated to satisfy the predicates; 1 by default.
    /// </summary>
    public long HostSelectionAttemptsMax { get; }

    /// <summary>The base of the exponential back-off in milliseconds; 25 by default.</summary>
    public long BackOffBaseMs { get; private init; }

    /// <summary>The longest back-off in milliseconds; ten times the base by default.</summary>
    public long BackOffMaxMs { get; private init; }

    internal static RetryPolicy? Compile(ProtoRetryPolicy? policy, FieldPath path, CompileContext context)
    {
        if (policy is null)
        {
            return null;
        }

        FieldPath backOff = path.Field("retry_back_off");
        long baseMs =
            Durations.ReadMs(policy.RetryBackOff?.BaseInterval, backOff.Field("base_interval"), context)
            ?? BaseIntervalMsDefault;
        long maxMs =
            Durations.ReadMs(policy.RetryBackOff?.MaxInterval, backOff.Field("max_interval"), context)
            ?? baseMs * IntervalFactorDefault;
        if (maxMs < baseMs)
        {
            context.Error(backOff, $"max_interval ({maxMs} ms) is below base_interval ({baseMs} ms)");
        }

        return new(policy)
        {
            Conditions = ReadConditions(policy.RetryOn, path.Field("retry_on"), context),
            PerTryTimeoutMs = Durations.ReadMs(policy.PerTryTimeout, path.Field("per_try_timeout"), context),
            PerTryIdleTimeoutMs =
                Durations.ReadMs(policy.PerTryIdleTimeout, path.Field("per_try_idle_timeout"), context),
            RetriableHeaders =
                HeaderCondition.CompileAll(policy.RetriableHeaders, "retriable_headers", path, context),
            RetriableRequestHeaders = HeaderCondition.CompileAll(
                policy.RetriableRequestHeaders, "retriable_request_headers", path, context),
            AvoidsPreviousHosts = ReadPredicates(policy, path, context),
            BackOffBaseMs = baseMs,
            BackOffMaxMs = maxMs,
        };
    }

    private static bool ReadPredicates(ProtoRetryPolicy policy, FieldPath path, CompileContext context)
    {
        bool avoidsPreviousHosts = false;
        for (int i = 0; i < policy.RetryHostPredicate.Count; i++)
        {
            if (policy.RetryHostPredicate[i].Name == "envoy.retry_host_predicates.previous_hosts")
            {
                avoidsPreviousHosts = true;
            }
            else
            {
                context.Ignored(
                    path.Item("retry_host_predicate", i),
                    $"'{policy.RetryHostPredicate[i].Name}' rejects no endpoint");
            }
        }

        return avoidsPreviousHosts;
    }

    private static RetryConditions ReadConditions(string retryOn, FieldPath path, CompileContext context)
    {
        var conditions = RetryConditions.None;
        const StringSplitOptions Options =
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        foreach (string name in retryOn.Split(',', Options))
        {
            RetryConditions condition = ReadCondition(name);
            conditions |= condition;
            if (condition == RetryConditions.None)
            {
                context.Ignored(path, $"'{name}' is no condition for a retry that this proxy knows");
            }
        }

        return conditions;
    }

    private static RetryConditions ReadCondition(string name) => name switch
    {
        "5xx" => RetryConditions.ServerError,
        "gateway-error" => RetryConditions.GatewayError,
        "reset" => RetryConditions.Reset,
        "reset-before-request" => RetryConditions.ResetBeforeRequest,
        "connect-failure" => RetryConditions.ConnectFailure,
        "envoy-ratelimited" => RetryConditions.RateLimited,
        "retriable-4xx" => RetryConditions.RetriableClientError,
        "refused-stream" => RetryConditions.RefusedStream,
        "retriable-status-codes" => RetryConditions.RetriableStatusCodes,
        "retriable-headers" => RetryConditions.RetriableHeaders,
        "cancelled" => RetryConditions.GrpcCancelled,
        "deadline-exceeded" => RetryConditions.GrpcDeadlineExceeded,
        "internal" => RetryConditions.GrpcInternal,
        "resource-exhausted" => RetryConditions.GrpcResourceExhausted,
        "unavailable" => RetryConditions.GrpcUnavailable,
        "http3-post-connect-failure" => RetryConditions.Http3PostConnectFailure,
        _ => RetryConditions.None,
    };
}
