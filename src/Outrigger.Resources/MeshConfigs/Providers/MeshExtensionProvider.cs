using System.Text.Json;
using Outrigger.Resources.Schema;

namespace Outrigger.Resources.MeshConfigs.Providers;

/// <summary>
/// Something outside of the mesh that extends it, by a name that policies refer to. Follows
/// <c>MeshConfig.ExtensionProvider</c>.
/// </summary>
[OneOf(
    "envoyExtAuthzHttp", "envoyExtAuthzGrpc", "zipkin", "lightstep", "datadog", "stackdriver", "opencensus",
    "skywalking", "opentelemetry", "prometheus", "envoyFileAccessLog", "envoyHttpAls", "envoyTcpAls", "envoyOtelAls",
    "sds")]
public sealed record MeshExtensionProvider
{
    /// <summary>Traces to Datadog.</summary>
    [ParsedOnly]
    public JsonElement? Datadog { get; init; }

    /// <summary>An authorizer that is asked over gRPC.</summary>
    public ExternalAuthorizationGrpcProvider? EnvoyExtAuthzGrpc { get; init; }

    /// <summary>An authorizer that is asked over HTTP.</summary>
    public ExternalAuthorizationHttpProvider? EnvoyExtAuthzHttp { get; init; }

    /// <summary>Access logs in files.</summary>
    [ParsedOnly]
    public JsonElement? EnvoyFileAccessLog { get; init; }

    /// <summary>Access logs of HTTP to a gRPC service.</summary>
    [ParsedOnly]
    public JsonElement? EnvoyHttpAls { get; init; }

    /// <summary>Access logs to OpenTelemetry.</summary>
    [ParsedOnly]
    public JsonElement? EnvoyOtelAls { get; init; }

    /// <summary>Access logs of TCP to a gRPC service.</summary>
    [ParsedOnly]
    public JsonElement? EnvoyTcpAls { get; init; }

    /// <summary>Traces to Lightstep.</summary>
    [ParsedOnly]
    public JsonElement? Lightstep { get; init; }

    /// <summary>The name.</summary>
    [Required]
    [Length(Min = 1)]
    public string? Name { get; init; }

    /// <summary>Traces to an OpenCensus agent.</summary>
    [ParsedOnly]
    public JsonElement? Opencensus { get; init; }

    /// <summary>Traces to OpenTelemetry.</summary>
    [ParsedOnly]
    public JsonElement? Opentelemetry { get; init; }

    /// <summary>Metrics for Prometheus.</summary>
    [ParsedOnly]
    public JsonElement? Prometheus { get; init; }

    /// <summary>Secrets from another server.</summary>
    [ParsedOnly]
    public JsonElement? Sds { get; init; }

    /// <summary>Traces to SkyWalking.</summary>
    [ParsedOnly]
    public JsonElement? Skywalking { get; init; }

    /// <summary>Telemetry to Stackdriver.</summary>
    [ParsedOnly]
    public JsonElement? Stackdriver { get; init; }

    /// <summary>Traces to Zipkin.</summary>
    [ParsedOnly]
    public JsonElement? Zipkin { get; init; }
}
