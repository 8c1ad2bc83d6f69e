using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Envoy.Config.Listener.V3;
using Envoy.Config.Rbac.V3;
using Envoy.Config.Route.V3;
using Envoy.Extensions.Filters.Network.HttpConnectionManager.V3;
using Envoy.Extensions.Filters.Network.TcpProxy.V3;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Proxy.Authorization;
using Outrigger.Proxy.Logging;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Tests.DataPath.Tls;
using Outrigger.Testing.Authorization;
using Outrigger.Tests.Tls;
using HttpRbac = Envoy.Extensions.Filters.Http.Rbac.V3.RBAC;

namespace Outrigger.Proxy.Tests.DataPath.Authorization;

/// <summary>
/// A live proxy that serves what was generated for a workload, in clear text and over TLS, and clients of any identity
/// and address. Where a client was headed, and whom it speaks for, a PROXY protocol header tells.
/// </summary>
internal sealed class GuardedProxy : IDisposable
{
    private readonly LineCollector _lines = new();
    private readonly EventLog _log;
    private readonly ProxyHarness _proxy;
    private readonly ScriptedBackend _http = ScriptedBackend.Answering(ScriptedBackend.Ok("hello"));
    private readonly ScriptedBackend _bytes = new(async wire =>
    {
        await wire.SendAsync("welcome");
        await wire.ReceiveToEndAsync();
    });

    private readonly TestAuthority _authority = new();
    private readonly TestCertificate _server;
    private readonly Dictionary<string, SslStreamCertificateContext> _certificates = [];
    private readonly List<AuthorizationStatNames> _statNames = [];
    private AuthorizationGroup _group = null!;
    private GeneratedFilters _filters = null!;
    private int _denials;

    public GuardedProxy()
    {
        _log = new EventLog(_lines, LogLevel.Debug, TimeProvider.System);
        _proxy = new ProxyHarness(log: _log);
        _server = _authority.Issue("orders.shop");
        _proxy.Cluster("http", _http.EndPoint);
        _proxy.Cluster("bytes", _bytes.EndPoint);
    }

    public void Dispose()
    {
        _proxy.Dispose();
        _log.Dispose();
        _http.Dispose();
        _bytes.Dispose();
        _authority.Dispose();
    }

    /// <summary>Serves what is generated for the workload of a group.</summary>
    public async Task ServeAsync(AuthorizationGroup group)
    {
        _group = group;
        _filters = group.Generate();
        _statNames.Clear();
        _proxy.Listener(ListenerOf("plain", ""));
        _proxy.Listener(ListenerOf("tls", TlsJson.Downstream(_server, TlsJson.Roots(_authority))));
        if (!group.IsTcp)
        {
            AddClaims(_proxy.ManagerOf("plain"));
            AddClaims(_proxy.ManagerOf("tls"));
        }

        await _proxy.ApplyAsync();
    }

    /// <summary>Sends a request, or makes a connection, and tells what became of it.</summary>
    public async Task<AuthorizationVerdict> AskAsync(AuthorizationRequest request)
    {
        var before = CountsOf();
        var isAllowed = await SendAsync(request);
        if (!isAllowed)
            _denials++;
        var by = isAllowed ? "none" : await DeniedByAsync();
        var counts = CountsOf();
        string Counted(RBAC.Types.Action action, AuthorizationStat stat) => counts.Keys
            .Where(key => key.Action == action && key.Stat == stat && counts[key] > before[key])
            .Select(key => key.Policy).FirstOrDefault("none");
        var shadow = counts.Keys
            .Where(key => key.Stat >= AuthorizationStat.ShadowAllowed && counts[key] > before[key])
            .Select(key => key.Policy).FirstOrDefault("none");
        return new AuthorizationVerdict(
            isAllowed,
            isAllowed ? Counted(RBAC.Types.Action.Allow, AuthorizationStat.Allowed) : by,
            shadow,
            Counted(RBAC.Types.Action.Log, AuthorizationStat.Allowed));
    }

    /// <summary>The claims are noted before anything decides.</summary>
    private static void AddClaims(HttpConnectionManagerModel manager) =>
        typeof(HttpConnectionManagerModel).GetProperty(nameof(HttpConnectionManagerModel.Filters))!
            .SetValue(manager, manager.Filters.Insert(0, new ClaimsFilter()));

    private Listener ListenerOf(string name, string socket)
    {
        var listener = ProxyHarness.Parse<Listener>($$"""
            { "name": "{{name}}", "address": { "socketAddress": { "address": "127.0.0.1", "portValue": 0 } },
              "listenerFilters": [ { "name": "proxy", "typedConfig": {
                "@type": "type.googleapis.com/envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol" } } ],
              "filterChains": [ { {{socket}} "name": "only" } ] }
            """);
        listener.FilterChains[0].Filters.Add(_group.IsTcp ? BytesFilters() : [HttpFilter()]);
        return listener;
    }

    private IEnumerable<Filter> BytesFilters() =>
    [
        .. _filters.Network.Select(rbac => new Filter { Name = "rbac", TypedConfig = Any.Pack(rbac) }),
        new Filter { Name = "tcp", TypedConfig = Any.Pack(new TcpProxy { StatPrefix = "test", Cluster = "bytes" }) },
    ];

    /// <summary>The generated connection manager, but for where its requests go, and with its policies counted.</summary>
    private Filter HttpFilter()
    {
        var manager = _filters.Manager.Clone();
        manager.RouteConfig = new RouteConfiguration
        {
            VirtualHosts =
            {
                new VirtualHost
                {
                    Name = "all",
                    Domains = { "*" },
                    Routes =
                    {
                        new Route { Match = new RouteMatch { Prefix = "/" }, Route_ = new RouteAction { Cluster = "http" } },
                    },
                },
            },
        };
        foreach (var filter in manager.HttpFilters.Where(each => each.TypedConfig.Is(HttpRbac.Descriptor)))
        {
            var rbac = filter.TypedConfig.Unpack<HttpRbac>();
            rbac.TrackPerRuleStats = true;
            filter.TypedConfig = Any.Pack(rbac);
            _statNames.Add(AuthorizationStatNames.Http(manager.StatPrefix, "", rbac.ShadowRulesStatPrefix));
        }

        return new Filter { Name = "hcm", TypedConfig = Any.Pack(manager) };
    }

    private async Task<bool> SendAsync(AuthorizationRequest request)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(request.Address), 0));
        await socket.ConnectAsync(await _proxy.EndPointAsync(request.Peer is null ? "plain" : "tls"));
        await using var raw = new NetworkStream(socket);
        var destination = request.Destination.Split(':');
        await raw.WriteAsync(Encoding.ASCII.GetBytes(
            $"PROXY TCP4 {request.Source ?? request.Address} {destination[0]} 4711 {destination[1]}\r\n"));
        if (request.Peer is null)
            return await TalkAsync(raw, request);
        await using var tls = new SslStream(raw);
        await tls.AuthenticateAsClientAsync(OptionsOf(request));
        return await TalkAsync(tls, request);
    }

    private async Task<bool> TalkAsync(Stream stream, AuthorizationRequest request)
    {
        using var patience = new CancellationTokenSource(ProxyHarness.Patience);
        var answer = new byte[12];
        try
        {
            if (!_group.IsTcp)
                await stream.WriteAsync(TextOf(request), patience.Token);
            var count = await stream.ReadAtLeastAsync(
                answer, _group.IsTcp ? 7 : answer.Length, throwOnEndOfStream: false, patience.Token);
            var text = Encoding.ASCII.GetString(answer, 0, count);
            if (_group.IsTcp)
                return text == "welcome";
            return text switch
            {
                "HTTP/1.1 200" => true,
                "HTTP/1.1 403" => false,
                _ => throw new InvalidDataException($"found '{text}'"),
            };
        }
        catch (IOException) when (_group.IsTcp)
        {
            // A connection that is denied may be reset before it is read from.
            return false;
        }
    }

    private static byte[] TextOf(AuthorizationRequest request)
    {
        var text = new StringBuilder($"{request.Method} {request.Path} HTTP/1.1\r\nhost: {request.Host}\r\n");
        foreach (var (name, value) in request.Headers)
            text.Append($"{name}: {value}\r\n");
        if (request.Forwarded.Length > 0)
            text.Append($"x-forwarded-for: {request.Forwarded}\r\n");
        if (request.Claims.Fields.Count > 0)
            text.Append($"{ClaimsFilter.Header}: {request.Claims}\r\n");
        if (request.Method is "POST" or "PUT" or "PATCH")
            text.Append("content-length: 0\r\n");
        return Encoding.ASCII.GetBytes(text.Append("connection: close\r\n\r\n").ToString());
    }

    private SslClientAuthenticationOptions OptionsOf(AuthorizationRequest request)
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = request.ServerName,
            // The name that is asked for is part of the case, and not always the server's.
            RemoteCertificateValidationCallback = (_, _, _, errors) =>
                (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None,
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { _authority.Certificate },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        };
        if (request.Peer is { Length: > 0 } peer)
        {
            if (!_certificates.TryGetValue(peer, out var context))
            {
                var certificate = _authority.Issue(new IssueOptions("CN=any"), peer).ToX509();
                _certificates[peer] = context = SslStreamCertificateContext.Create(certificate, null, offline: true);
            }

            options.ClientCertificateContext = context;
        }

        return options;
    }

    /// <summary>The policy of the last line of the log that tells of a denial.</summary>
    private async Task<string> DeniedByAsync()
    {
        var deadline = System.Environment.TickCount64 + (long)ProxyHarness.Patience.TotalMilliseconds;
        while (true)
        {
            var denials = _lines.Containing("was denied");
            if (denials.Count >= _denials)
                return denials[^1].Split("policy=")[1].Split(' ')[0].Trim('"');
            Assert.True(System.Environment.TickCount64 < deadline, "The log does not tell of the denial.");
            await Task.Yield();
        }
    }

    private Dictionary<(RBAC.Types.Action Action, string Policy, AuthorizationStat Stat), long> CountsOf()
    {
        // A response may be there before the worker has counted it.
        _proxy.Count(Stats.HttpStat.NoRoute);
        var counts = new Dictionary<(RBAC.Types.Action Action, string Policy, AuthorizationStat Stat), long>();
        foreach (var (names, filter) in _statNames.Zip(_filters.Http))
        {
            var stats = _proxy.Stats.Authorization(names);
            foreach (var rules in ((RBAC?[])[filter.Rules, filter.ShadowRules]).OfType<RBAC>())
            {
                foreach (var policy in rules.Policies.Keys)
                {
                    foreach (var stat in System.Enum.GetValues<AuthorizationStat>())
                        counts[(rules.Action, policy, stat)] = stats.Policy(policy).Read(stat);
                }
            }
        }

        return counts;
    }
}
