using System.Collections.Immutable;
using System.Net;
using System.Text;
using Envoy.Config.Core.V3;
using Envoy.Extensions.Filters.Network.HttpConnectionManager.V3;
using Outrigger.Proxy.Model;
using Wire = Envoy.Extensions.Filters.Network.HttpConnectionManager.V3.HttpConnectionManager.Types;

namespace Outrigger.Proxy.Configuration;

/// <summary>
/// Compiles <c>envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager</c>.
/// </summary>
internal sealed class HttpConnectionManagerCompiler
{
    private readonly HttpConnectionManager _manager;
    private readonly FieldPath _path;
    private readonly CompileEnvironment _environment;
    private readonly CompileReport _report;
    private readonly FieldReader _fields;

    private HttpConnectionManagerCompiler(
        HttpConnectionManager manager, FieldPath path, CompileEnvironment environment, CompileReport report)
    {
        _manager = manager;
        _path = path;
        _environment = environment;
        _report = report;
        _fields = new FieldReader(report);
    }

    /// <summary>
    /// Compiles a connection manager. With errors in the report the model is not to be used.
    /// </summary>
    /// <param name="manager">The connection manager.</param>
    /// <param name="path">Where it is, for messages.</param>
    /// <param name="environment">What the model is bound to.</param>
    /// <param name="report">Takes what is found.</param>
    /// <param name="routes">Where its routing table comes from.</param>
    public static HttpConnectionManagerModel Compile(
        HttpConnectionManager manager,
        FieldPath path,
        CompileEnvironment environment,
        CompileReport report,
        out RouteSource routes)
    {
        var compiler = new HttpConnectionManagerCompiler(manager, path, environment, report);
        routes = compiler.CompileRoutes();
        return compiler.CompileModel(routes.Holder);
    }

    private HttpConnectionManagerModel CompileModel(RouteTableHolder routes)
    {
        _fields.RequireName(_manager.StatPrefix, _path, "stat_prefix");
        ReportUnimplemented();
        var filters = new HttpFilterCompiler(_environment, _manager.StatPrefix, _report);
        filters.Compile(_manager.HttpFilters, _path);
        HttpLimits limits = CompileLimits();
        return new HttpConnectionManagerModel
        {
            Stats = _environment.Stats.Http(_manager.StatPrefix),
            Codecs = _environment.Stats.Codecs,
            Routes = routes,
            Codec = CompileCodec(),
            Limits = limits,
            Timeouts = CompileTimeouts(),
            Http1 = new Http1OptionsCompiler(_report).Compile(
                _manager.HttpProtocolOptions, _path.Field("http_protocol_options")),
            Http2 = new Http2OptionsCompiler(_report).Compile(
                _manager.Http2ProtocolOptions, _path.Field("http2_protocol_options"),
                Math.Min(limits.RequestHeadersBytesMax, HttpLimits.HeadBytesCap),
                limits.RequestHeadersCountMax),
            Path = CompilePath(),
            ServerName = HeaderValue(
                _manager.ServerName is { Length: > 0 } name ? name : "envoy", "server_name"),
            ServerHeader = (ServerHeaderMode)Defined(
                _manager.ServerHeaderTransformation, "server_header_transformation"),
            UsesRemoteAddress = _manager.UseRemoteAddress ?? false,
            TrustedHopsCount = FieldReader.Number(_manager.XffNumTrustedHops, 0),
            SkipsForwardedForAppend = _manager.SkipXffAppend,
            InternalNetworks = CompileInternalNetworks(),
            Via = HeaderValue(_manager.Via, "via"),
            GeneratesRequestId = _manager.GenerateRequestId ?? true,
            PreservesExternalRequestId = _manager.PreserveExternalRequestId,
            SetsRequestIdInResponse = _manager.AlwaysSetRequestIdInResponse,
            ForwardClientCertificate =
                (ForwardClientCertificateMode)Defined(
                    _manager.ForwardClientCertDetails, "forward_client_cert_details"),
            ClientCertificateDetails = CompileCertificateDetails(),
            Proxies100Continue = _manager.Proxy100Continue,
            AllowedUpgrades = CompileUpgrades(),
            EndsStreamOnInvalidMessage = _manager.StreamErrorOnInvalidHttpMessage ?? false,
            SuppressesEnvoyHeaders = filters.Router.SuppressEnvoyHeaders,
            RespectsExpectedTimeoutHeader = filters.Router.RespectExpectedRqTimeout,
            Filters = filters.Filters,
            GrpcStats = filters.GrpcStats,
            BridgesGrpcWeb = filters.BridgesGrpcWeb,
        };
    }

    private RouteSource CompileRoutes()
    {
        switch (_manager.RouteSpecifierCase)
        {
            case HttpConnectionManager.RouteSpecifierOneofCase.RouteConfig:
                var holder = new RouteTableHolder(_manager.RouteConfig.Name);
                holder.Current = RouteTableBinder.Compile(
                    _manager.RouteConfig, validatesByDefault: true, _path.Field("route_config"),
                    _environment, _report);
                return new RouteSource(holder, DiscoveredName: null, FetchTimeoutMs: 0, _manager.RouteConfig);
            case HttpConnectionManager.RouteSpecifierOneofCase.Rds:
                FieldPath path = _path.Field("rds");
                string name = _manager.Rds.RouteConfigName;
                _fields.RequireName(name, path, "route_config_name");
                int timeoutMs = ConfigSourceReader.Read(
                    _manager.Rds.ConfigSource, path.Field("config_source"), _report);
                return new RouteSource(_environment.RouteHolderOf(name), name, timeoutMs, Inline: null);
            default:
                _report.Error(_path, "found neither route_config nor rds");
                return new RouteSource(
                    new RouteTableHolder(""), DiscoveredName: null, FetchTimeoutMs: 0, Inline: null);
        }
    }

    private ClientCertificateDetails CompileCertificateDetails()
    {
        if (_manager.SetCurrentClientCertDetails is not { } wanted)
        {
            return ClientCertificateDetails.None;
        }

        ClientCertificateDetails details = ClientCertificateDetails.None;
        details |= wanted.Subject ?? false ? ClientCertificateDetails.Subject : 0;
        details |= wanted.Cert ? ClientCertificateDetails.Certificate : 0;
        details |= wanted.Chain ? ClientCertificateDetails.Chain : 0;
        details |= wanted.Uri ? ClientCertificateDetails.Uri : 0;
        details |= wanted.Dns ? ClientCertificateDetails.Dns : 0;
        return details;
    }

    private DownstreamCodec CompileCodec()
    {
        switch (_manager.CodecType)
        {
            case Wire.CodecType.Auto:
                return DownstreamCodec.Auto;
            case Wire.CodecType.Http1:
                return DownstreamCodec.Http1;
            case Wire.CodecType.Http2:
                return DownstreamCodec.Http2;
            default:
                string found = _manager.CodecType.ToString().ToUpperInvariant();
                _report.Error(
                    _path.Field("codec_type"), $"{found} is not implemented, expected AUTO, HTTP1 or HTTP2");
                return DownstreamCodec.Auto;
        }
    }

    private HttpLimits CompileLimits()
    {
        HttpProtocolOptions? common = _manager.CommonHttpProtocolOptions;
        FieldPath commonPath = _path.Field("common_http_protocol_options");
        if (_manager.MaxRequestHeadersKb is 0 or > 8192)
        {
            FieldPath path = _path.Field("max_request_headers_kb");
            _report.Error(path, $"found {_manager.MaxRequestHeadersKb}, expected 1 to 8192");
        }

        if (common?.MaxHeadersCount == 0)
        {
            _report.Error(commonPath.Field("max_headers_count"), "found 0, expected 1 or more");
        }

        return new HttpLimits
        {
            RequestHeadersBytesMax = FieldReader.Number(_manager.MaxRequestHeadersKb, 60) * 1024,
            RequestHeadersCountMax = FieldReader.Number(common?.MaxHeadersCount, 100),
            RequestsPerConnectionMax = FieldReader.Number(common?.MaxRequestsPerConnection, 0),
            UnderscoreHeaders = (UnderscoreHeadersAction)(int)(common?.HeadersWithUnderscoresAction ?? 0),
        };
    }

    private HttpTimeouts CompileTimeouts()
    {
        HttpProtocolOptions? common = _manager.CommonHttpProtocolOptions;
        FieldPath commonPath = _path.Field("common_http_protocol_options");
        HttpTimeouts unset = HttpTimeouts.Default;
        return new HttpTimeouts
        {
            ConnectionIdleMs =
                _fields.Milliseconds(common?.IdleTimeout, unset.ConnectionIdleMs, commonPath, "idle_timeout"),
            ConnectionDurationMaxMs =
                _fields.Milliseconds(common?.MaxConnectionDuration, 0, commonPath, "max_connection_duration"),
            StreamDurationMaxMs = _fields.Milliseconds(
                common?.MaxStreamDuration, 0, commonPath, "max_stream_duration"),
            StreamIdleMs =
                _fields.Milliseconds(
                    _manager.StreamIdleTimeout, unset.StreamIdleMs, _path, "stream_idle_timeout"),
            RequestMs = _fields.Milliseconds(_manager.RequestTimeout, 0, _path, "request_timeout"),
            RequestHeadersMs =
                _fields.Milliseconds(_manager.RequestHeadersTimeout, 0, _path, "request_headers_timeout"),
            DrainMs = _fields.Milliseconds(_manager.DrainTimeout, unset.DrainMs, _path, "drain_timeout"),
            DelayedCloseMs = _fields.Milliseconds(
                _manager.DelayedCloseTimeout, unset.DelayedCloseMs, _path, "delayed_close_timeout"),
        };
    }

    private PathOptions CompilePath() => new()
    {
        Normalizes = _manager.NormalizePath ?? false,
        MergesSlashes = _manager.MergeSlashes,
        EscapedSlashes = _manager.PathWithEscapedSlashesAction switch
        {
            Wire.PathWithEscapedSlashesAction.RejectRequest => EscapedSlashesAction.RejectRequest,
            Wire.PathWithEscapedSlashesAction.UnescapeAndRedirect => EscapedSlashesAction.UnescapeAndRedirect,
            Wire.PathWithEscapedSlashesAction.UnescapeAndForward => EscapedSlashesAction.UnescapeAndForward,
            _ => EscapedSlashesAction.KeepUnchanged,
        },
        StripsMatchingPort = _manager.StripMatchingHostPort,
        StripsAnyPort = _manager.StripAnyHostPort,
        StripsTrailingDot = _manager.StripTrailingHostDot,
    };

    private ImmutableArray<IPNetwork> CompileInternalNetworks()
    {
        Wire.InternalAddressConfig? config = _manager.InternalAddressConfig;
        FieldPath path = _path.Field("internal_address_config");
        _report.Unimplemented(path, "unix_sockets", config is { UnixSockets: true });
        var networks = ImmutableArray.CreateBuilder<IPNetwork>();
        for (int i = 0; i < (config?.CidrRanges.Count ?? 0); i++)
        {
            CidrRange range = config!.CidrRanges[i];
            FieldPath rangePath = path.Item("cidr_ranges", i);
            if (!IPAddress.TryParse(range.AddressPrefix, out IPAddress? ip))
            {
                _report.Error(
                    rangePath.Field("address_prefix"), $"found \"{range.AddressPrefix}\", expected an IP address");
            }
            else if ((range.PrefixLen ?? 0) > ip.GetAddressBytes().Length * 8)
            {
                _report.Error(
                    rangePath.Field("prefix_len"), $"found {range.PrefixLen}, more than the address has bits");
            }
            else
            {
                networks.Add(Network(ip, (int)(range.PrefixLen ?? 0)));
            }
        }

        return networks.ToImmutable();
    }

    // A range may be written with host bits set (10.1.2.3/8); the framework's type wants them cleared.
    private static IPNetwork Network(IPAddress ip, int prefixLength)
    {
        byte[] bytes = ip.GetAddressBytes();
        for (int bit = prefixLength; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new IPNetwork(new IPAddress(bytes), prefixLength);
    }

    private ImmutableArray<string> CompileUpgrades()
    {
        var upgrades = ImmutableArray.CreateBuilder<string>();
        for (int i = 0; i < _manager.UpgradeConfigs.Count; i++)
        {
            Wire.UpgradeConfig upgrade = _manager.UpgradeConfigs[i];
            FieldPath path = _path.Item("upgrade_configs", i);
            _fields.RequireName(upgrade.UpgradeType, path, "upgrade_type");
            _report.Unimplemented(path, "filters", upgrade.Filters.Count > 0, "the usual filters are used");
            if (upgrade.Enabled ?? true)
            {
                upgrades.Add(upgrade.UpgradeType.ToLowerInvariant());
            }
        }

        return upgrades.ToImmutable();
    }

    private ImmutableArray<byte> HeaderValue(string text, string field)
    {
        if (text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            _report.Error(_path.Field(field), "expected printable ASCII characters");
        }

        return [.. Encoding.ASCII.GetBytes(text)];
    }

    private int Defined<TEnum>(TEnum value, string field)
        where TEnum : struct, Enum
    {
        if (Enum.IsDefined(value))
        {
            return Convert.ToInt32(value);
        }

        _report.Error(_path.Field(field), $"found the unknown value {value}");
        return 0;
    }

    private void ReportUnimplemented()
    {
        _report.Unimplemented(_path, "add_user_agent", _manager.AddUserAgent ?? false);
    }
}
