using System.Collections.Frozen;
using System.Globalization;
using Outrigger.Analysis.Syntax;
using Outrigger.Resources.Networking.VirtualServices;

namespace Outrigger.Analysis.Objects.VirtualServices;

/// <summary>The rules of retries, faults, mirrors and CORS.</summary>
internal static class ResilienceValidator
{
    private static readonly FrozenSet<string> RetryConditions = FrozenSet.ToFrozenSet(
        [
            "5xx", "gateway-error", "reset", "reset-before-request", "connect-failure", "envoy-ratelimited",
            "retriable-4xx", "refused-stream", "retriable-status-codes", "retriable-headers",
            "http3-post-connect-failure",
            "cancelled", "deadline-exceeded", "internal", "resource-exhausted", "unavailable",
        ],
        StringComparer.Ordinal);

    public static void Validate(HttpRoute route, string path, ObjectFindings findings)
    {
        if (route.Retries is { } retries) CheckRetries(retries, $"{path}.retries", findings);
        if (route.Fault is { } fault) CheckFault(fault, $"{path}.fault", findings);
        if (route.Mirror is not null && route.Mirrors.Count > 0)
        {
            findings.Error(
                $"{path}.mirrors", "found \"mirror\" and \"mirrors\" together, expected only \"mirrors\"");
        }

        DestinationValidator.Validate(route.Mirror, $"{path}.mirror", findings);
        Common.CheckPercent(route.MirrorPercentage?.Value, $"{path}.mirrorPercentage.value", findings);
        for (int i = 0; i < route.Mirrors.Count; i++)
        {
            DestinationValidator.Validate(
                route.Mirrors[i].Destination, $"{path}.mirrors[{i}].destination", findings);
            Common.CheckPercent(
                route.Mirrors[i].Percentage?.Value, $"{path}.mirrors[{i}].percentage.value", findings);
        }

        if (route.CorsPolicy is { } cors) CheckCors(cors, $"{path}.corsPolicy", findings);
    }

    private static void CheckRetries(HttpRetry retries, string path, ObjectFindings findings)
    {
        if (retries.Attempts is < 0)
        {
            findings.Error($"{path}.attempts", $"found {retries.Attempts} attempts, expected 0 or more");
        }

        if (retries is { Attempts: 0 } && (retries.RetryOn is not null || retries.PerTryTimeout is not null))
        {
            const string Message = "found options of retries with 0 attempts, which turns retries off, "
                + "expected only one of both";
            findings.Error($"{path}.attempts", Message);
        }

        foreach (string condition in (retries.RetryOn ?? "").Split(',', StringSplitOptions.TrimEntries))
        {
            bool isStatus =
                int.TryParse(condition, NumberStyles.None, CultureInfo.InvariantCulture, out int status)
                && status is >= 100 and <= 599;
            if (condition.Length == 0 || isStatus || RetryConditions.Contains(condition)) continue;
            findings.Error(
                $"{path}.retryOn",
                $"found the condition \"{condition}\", expected one of Envoy's or a status");
        }
    }

    private static void CheckFault(HttpFaultInjection fault, string path, ObjectFindings findings)
    {
        if (fault is { Abort: null, Delay: null })
        {
            findings.Error(path, "found an empty fault, expected abort or delay");
        }

        if (fault.Abort is { } abort)
        {
            if (abort is { HttpStatus: null, GrpcStatus: null, Http2Error: null })
            {
                findings.Error(
                    $"{path}.abort", "found an abort without a status, expected httpStatus or grpcStatus");
            }

            if (abort.HttpStatus is < 200 or > 599)
            {
                findings.Error(
                    $"{path}.abort.httpStatus",
                    $"found {abort.HttpStatus}, expected a status from 200 to 599");
            }

            Common.CheckPercent(abort.Percentage?.Value, $"{path}.abort.percentage.value", findings);
        }

        if (fault.Delay is not { } delay) return;
        if (delay is { FixedDelay: null, ExponentialDelay: null })
        {
            findings.Error($"{path}.delay", "found a delay without a length, expected fixedDelay");
        }

        Common.CheckPercent(delay.Percentage?.Value, $"{path}.delay.percentage.value", findings);
        Common.CheckPercent(delay.Percent, $"{path}.delay.percent", findings);
    }

    private static void CheckCors(CorsPolicy cors, string path, ObjectFindings findings)
    {
        CheckTokens(cors.AllowMethods, $"{path}.allowMethods", "an HTTP method", findings);
        CheckTokens(cors.AllowHeaders, $"{path}.allowHeaders", "the name of a header", findings);
        CheckTokens(cors.ExposeHeaders, $"{path}.exposeHeaders", "the name of a header", findings);
        for (int i = 0; i < cors.AllowOrigins.Count; i++)
        {
            if (cors.AllowOrigins[i].Regex is not { } regex
                || RegularExpressions.Fault(regex) is not { } fault)
            {
                continue;
            }

            findings.Error($"{path}.allowOrigins[{i}].regex", fault);
        }
    }

    private static void CheckTokens(
        IReadOnlyList<string> tokens, string path, string expected, ObjectFindings findings)
    {
        for (int i = 0; i < tokens.Count; i++)
        {
            if (!HeaderNames.IsToken(tokens[i]))
            {
                findings.Error($"{path}[{i}]", $"found \"{tokens[i]}\", expected {expected}");
            }
        }
    }
}
