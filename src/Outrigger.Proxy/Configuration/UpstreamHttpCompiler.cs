using Envoy.Config.Cluster.V3;
using Envoy.Config.Core.V3;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Proxy.Model;
using Outrigger.Xds.Contract.Schema;
using UpstreamHttp = Envoy.Extensions.Upstreams.Http.V3.HttpProtocolOptions;

namespace Outrigger.Proxy.Configuration;

/// <summary>Compiles a cluster's <c>typed_extension_protocol_options</c>.</summary>
internal sealed class UpstreamHttpCompiler(CompileReport report)
{
    private const string HttpOptionsName = MessageNames.UpstreamHttpOptions;

    private readonly FieldReader _fields = new(report);

    /// <summary>The HTTP options of a cluster; the defaults when it has none.</summary>
    public UpstreamHttpOptions Compile(Cluster cluster, FieldPath clusterPath)
    {
        UpstreamHttpOptions options = UpstreamHttpOptions.Default;
        foreach ((string key, Any config) in cluster.TypedExtensionProtocolOptions)
        {
            FieldPath path = clusterPath.Entry("typed_extension_protocol_options", key);
            string type = TypeRegistry.NameOf(config.TypeUrl);
            if (type != HttpOptionsName)
            {
                report.Error(
                    path, $"the protocol options {type} are not implemented, expected {HttpOptionsName}");
            }
            else if (ExtensionType.Unpack(config, UpstreamHttp.Parser, path, report) is { } http)
            {
                options = Compile(http, path);
            }
        }

        return options;
    }

    private UpstreamHttpOptions Compile(UpstreamHttp http, FieldPath path)
    {
        FieldPath commonPath = path.Field("common_http_protocol_options");
        HttpProtocolOptions? common = http.CommonHttpProtocolOptions;
        report.Unimplemented(
            commonPath, "headers_with_underscores_action",
            common is { HeadersWithUnderscoresAction: not 0 });
        (UpstreamHttpVersion version, Http1ProtocolOptions? http1, Http2ProtocolOptions? http2, path) =
            CompileVersion(http, path);
        bool isProperCase = new Http1OptionsCompiler(report).CompileKeyFormat(
            http1, path.Field("http_protocol_options"));
        UpstreamHttpOptions unset = UpstreamHttpOptions.Default;
        int headersCountMax = FieldReader.Number(common?.MaxHeadersCount, unset.ResponseHeadersCountMax);
        return new UpstreamHttpOptions
        {
            Version = version,
            AsksForHost = http.UpstreamHttpProtocolOptions is { AutoSni: true },
            ChecksHost = http.UpstreamHttpProtocolOptions is { AutoSanValidation: true },
            ServerNameHeader = http.UpstreamHttpProtocolOptions?.OverrideAutoSniHeader.ToLowerInvariant() ?? "",
            IdleTimeoutMs = _fields.Milliseconds(
                common?.IdleTimeout, unset.IdleTimeoutMs, commonPath, "idle_timeout"),
            ConnectionDurationMaxMs =
                _fields.Milliseconds(common?.MaxConnectionDuration, 0, commonPath, "max_connection_duration"),
            StreamDurationMaxMs = _fields.Milliseconds(
                common?.MaxStreamDuration, 0, commonPath, "max_stream_duration"),
            RequestsPerConnectionMax = FieldReader.Number(common?.MaxRequestsPerConnection, 0),
            ResponseHeadersCountMax = headersCountMax,
            Http2 = new Http2OptionsCompiler(report).Compile(
                http2, path.Field("http2_protocol_options"), unset.ResponseHeadersBytesMax, headersCountMax),
            WritesProperCase = isProperCase,
            TrailersEnabled = http1?.EnableTrailers ?? false,
        };
    }

    private (UpstreamHttpVersion, Http1ProtocolOptions?, Http2ProtocolOptions?, FieldPath) CompileVersion(
        UpstreamHttp http, FieldPath path)
    {
        switch (http.UpstreamProtocolOptionsCase)
        {
            case UpstreamHttp.UpstreamProtocolOptionsOneofCase.ExplicitHttpConfig:
                UpstreamHttp.Types.ExplicitHttpConfig config = http.ExplicitHttpConfig;
                UpstreamHttpVersion version = config.Http2ProtocolOptions is null
                    ? UpstreamHttpVersion.Http1
                    : UpstreamHttpVersion.Http2;
                return (
                    version, config.HttpProtocolOptions, config.Http2ProtocolOptions,
                    path.Field("explicit_http_config"));
            case UpstreamHttp.UpstreamProtocolOptionsOneofCase.UseDownstreamProtocolConfig:
                UpstreamHttp.Types.UseDownstreamHttpConfig same = http.UseDownstreamProtocolConfig;
                return (
                    UpstreamHttpVersion.SameAsDownstream, same.HttpProtocolOptions, same.Http2ProtocolOptions,
                    path.Field("use_downstream_protocol_config"));
            default:
                report.Error(path, "found neither explicit_http_config nor use_downstream_protocol_config");
                return (UpstreamHttpVersion.Http1, null, null, path);
        }
    }
}
