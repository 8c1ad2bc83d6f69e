using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Net;
using Envoy.Config.Cluster.V3;
using Envoy.Config.Endpoint.V3;
using Envoy.Config.Listener.V3;
using Envoy.Config.Route.V3;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Outrigger.Proxy.Configuration;
using Outrigger.Proxy.Logging;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Overload;
using Outrigger.Proxy.PeerMetadata;
using Outrigger.Proxy.Stats;
using Outrigger.Proxy.Tls;
using Outrigger.Proxy.Workers;

namespace Outrigger.Proxy.Tests.DataPath;

/// <summary>The real workers, driven by Envoy resources in JSON, without the control side.</summary>
internal sealed class ProxyHarness : IDisposable
{
    [ThreadStatic]
    private static bool s_isOnWorker;

    private static readonly JsonParser Json = new(JsonParser.Settings.Default.WithTypeRegistry(
        TypeRegistry.FromFiles(
            Envoy.Extensions.Filters.Network.HttpConnectionManager.V3.HttpConnectionManagerReflection.Descriptor,
            Envoy.Extensions.Filters.Network.TcpProxy.V3.TcpProxyReflection.Descriptor,
            Envoy.Extensions.Filters.Http.Router.V3.RouterReflection.Descriptor,
            Envoy.Extensions.Filters.Http.ExtAuthz.V3.ExtAuthzReflection.Descriptor,
            Envoy.Extensions.Filters.Http.GrpcStats.V3.ConfigReflection.Descriptor,
            Envoy.Extensions.Filters.Http.JwtAuthn.V3.ConfigReflection.Descriptor,
            Envoy.Extensions.Filters.Http.GrpcWeb.V3.GrpcWebReflection.Descriptor,
            Envoy.Extensions.Filters.Http.Rbac.V3.RbacReflection.Descriptor,
            Envoy.Extensions.Filters.Network.Rbac.V3.RbacReflection.Descriptor,
            Envoy.Extensions.Filters.Network.ExtAuthz.V3.ExtAuthzReflection.Descriptor,
            Envoy.Extensions.Path.Match.UriTemplate.V3.UriTemplateMatchReflection.Descriptor,
            Envoy.Extensions.Filters.Listener.HttpInspector.V3.HttpInspectorReflection.Descriptor,
            Envoy.Extensions.Filters.Listener.TlsInspector.V3.TlsInspectorReflection.Descriptor,
            Envoy.Extensions.Filters.Listener.OriginalDst.V3.OriginalDstReflection.Descriptor,
            Envoy.Extensions.Filters.Listener.OriginalSrc.V3.OriginalSrcReflection.Descriptor,
            Envoy.Extensions.Filters.Listener.ProxyProtocol.V3.ProxyProtocolReflection.Descriptor,
            Envoy.Extensions.Filters.Network.SniCluster.V3.SniClusterReflection.Descriptor,
            Envoy.Extensions.Filters.Network.ConnectionLimit.V3.ConnectionLimitReflection.Descriptor,
            Envoy.Extensions.TransportSockets.ProxyProtocol.V3.UpstreamProxyProtocolReflection.Descriptor,
            global::Xds.Type.V3.TypedStructReflection.Descriptor,
            global::Udpa.Type.V1.TypedStructReflection.Descriptor,
            Envoy.Extensions.TransportSockets.Tls.V3.TlsReflection.Descriptor,
            Envoy.Extensions.Upstreams.Http.V3.HttpProtocolOptionsReflection.Descriptor)));

    private readonly ClusterSlotTable _slots = new();
    private readonly Dictionary<string, (ClusterModel Model, EndpointSlotTable Slots)> _clusters = [];
    private readonly Dictionary<string, CompiledListener> _listeners = [];
    private readonly Dictionary<string, RouteTableHolder> _routes = [];
    private long _version;

    public ProxyHarness(
        int concurrency = 1,
        TimeProvider? time = null,
        int drainTimeMs = 5_000,
        OverloadState? overload = null,
        EventLog? log = null)
    {
        Stats = new StatsRegistry(concurrency);
        Tls = new TlsContextKeeper(time ?? TimeProvider.System);
        Pool = new WorkerPool(new WorkerPoolOptions
        {
            Concurrency = concurrency,
            DrainTimeMs = drainTimeMs,
            Seed = 42,
            TimeProvider = time ?? TimeProvider.System,
            OnFault = Faults.Enqueue,
            Overload = overload ?? new OverloadState(),
            Log = log,
        });
        Pool.Start();
    }

    public static TimeSpan Patience => TimeSpan.FromSeconds(20);

    public WorkerPool Pool { get; }

    /// <summary>Who the proxy is, for what is configured from now on.</summary>
    public Envoy.Config.Core.V3.Node Node { get; set; } = new() { Id = "test" };

    public StatsRegistry Stats { get; }

    public TlsContextKeeper Tls { get; }

    public ConcurrentQueue<Exception> Faults { get; } = new();

    /// <summary>A listener with one connection manager on a free port, and its static routes.</summary>
    public async Task<IPEndPoint> ListenHttpAsync(string routes, string manager = "", string name = "http")
    {
        Listener(HttpListenerJson(name, routes, manager));
        await ApplyAsync();
        return await EndPointAsync(name);
    }

    public static string HttpListenerJson(
        string name, string routes, string manager = "", string listener = "", int port = 0, bool includesAttempts = false,
        string filters = "") =>
        $$"""
        { "name": "{{name}}", "address": { "socketAddress": { "address": "127.0.0.1", "portValue": {{port}} } },
          {{listener}}
          "filterChains": [ { "filters": [ { "name": "hcm", "typedConfig": {
            "@type": "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
            "statPrefix": "test", {{manager}}
            "routeConfig": { "name": "routes", "virtualHosts": [ { "name": "all", "domains": ["*"],
              "includeRequestAttemptCount": {{(includesAttempts ? "true" : "false")}},
              "includeAttemptCountInResponse": {{(includesAttempts ? "true" : "false")}}, "routes": [ {{routes}} ] } ] },
            "httpFilters": [ {{filters}} { "name": "router", "typedConfig": {
              "@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router" } } ] } } ] } ] }
        """;

    /// <summary>A route for every request to one cluster.</summary>
    public static string RouteTo(string cluster, string route = "") =>
        $$"""{ "match": { "prefix": "/" }, "route": { "cluster": "{{cluster}}", {{route}} "timeout": "15s" } }""";

    public static T Parse<T>(string json)
        where T : IMessage, new() => Json.Parse<T>(json);

    public HttpConnectionManagerModel ManagerOf(string listener) => _listeners[listener].Model.FilterChains[0].Http!;

    public void Listener(string json) => Listener(Json.Parse<Listener>(json));

    public void Listener(Listener proto)
    {
        var report = new CompileReport();
        var compiled = ListenerCompiler.Compile(
            proto, _listeners.GetValueOrDefault(proto.Name), FieldPath.Root, Environment(), report);
        Assert.True(compiled is not null, report.ErrorText);
        _listeners[proto.Name] = compiled;
        foreach (var source in compiled.Routes)
        {
            if (source.Inline is { } inline)
                source.Holder.Current = Compile(inline);
        }
    }

    public void RemoveListener(string name) => _listeners.Remove(name);

    public void Cluster(string name, params ReadOnlySpan<IPEndPoint> endpoints) => Cluster(name, "", endpoints);

    public void Cluster(string name, string options, params ReadOnlySpan<IPEndPoint> endpoints) =>
        Cluster(name, options, "1s", endpoints);

    public void Cluster(
        string name, string options, string connectTimeout, params ReadOnlySpan<IPEndPoint> endpoints)
    {
        var proto = Json.Parse<Cluster>(
            $$"""{ "name": "{{name}}", "connectTimeout": "{{connectTimeout}}", {{options}} "type": "EDS", "edsClusterConfig": { "edsConfig": { "ads": {} } } }""");
        Cluster(proto);
        Endpoints(name, endpoints);
    }

    public void ClusterJson(string json) => Cluster(Json.Parse<Cluster>(json));

    public void Endpoints(string cluster, params ReadOnlySpan<IPEndPoint> endpoints)
    {
        var texts = new List<string>();
        foreach (var endpoint in endpoints)
        {
            texts.Add(
                $$"""{ "endpoint": { "address": { "socketAddress": { "address": "{{endpoint.Address}}", "portValue": {{endpoint.Port}} } } } }""");
        }

        EndpointsJson(cluster, [.. texts]);
    }

    /// <summary>The endpoints of a cluster, each an <c>LbEndpoint</c>.</summary>
    public void EndpointsJson(string cluster, params ReadOnlySpan<string> endpoints)
    {
        var assignment = new ClusterLoadAssignment { ClusterName = cluster };
        var locality = new LocalityLbEndpoints();
        foreach (var endpoint in endpoints)
            locality.LbEndpoints.Add(Json.Parse<LbEndpoint>(endpoint));

        assignment.Endpoints.Add(locality);
        var report = new CompileReport();
        var plan = EndpointCompiler.Compile(assignment, takesNames: false, FieldPath.Root, report);
        Assert.False(report.HasErrors, report.ErrorText);
        var (model, slots) = _clusters[cluster];
        model.Endpoints = plan.Bind(slots, _ => []);
    }

    public void RemoveCluster(string name)
    {
        _clusters.Remove(name, out var cluster);
        cluster.Model.Slot.Current = null;
    }

    /// <summary>Swaps the routing table of a listener, as route discovery does.</summary>
    public void Routes(string listener, string routes)
    {
        var configuration = Json.Parse<RouteConfiguration>(
            $$"""{ "name": "routes", "virtualHosts": [ { "name": "all", "domains": ["*"], "routes": [ {{routes}} ] } ] }""");
        _listeners[listener].Model.FilterChains[0].Http!.Routes.Current = Compile(configuration);
    }

    public async Task ApplyAsync()
    {
        var config = new RuntimeConfig
        {
            Version = ++_version,
            Listeners = [.. _listeners.Values.Select(listener => listener.Model).OrderBy(model => model.Name)],
            Clusters = [.. _clusters.Values.Select(cluster => cluster.Model).OrderBy(model => model.Name)],
            ClustersByName = _clusters.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.Model),
        };
        var failures = await Pool.ApplyAsync(config).WaitAsync(Patience);
        Assert.Empty(failures);
    }

    public async Task<IPEndPoint> EndPointAsync(string listener)
    {
        var addresses = await Pool.BoundAddressesAsync(listener).WaitAsync(Patience);
        return new IPEndPoint(addresses[0].Ip!, addresses[0].Port);
    }

    public Task<T> RunOnWorkerAsync<T>(Func<Worker, T> function) => RunOnAsync(Pool.Workers[0], function);

    private static async Task<T> RunOnAsync<T>(Worker worker, Func<Worker, T> function)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        worker.Loop.Post(() =>
        {
            s_isOnWorker = true;
            try
            {
                completion.SetResult(function(worker));
            }
            catch (Exception fault)
            {
                completion.SetException(fault);
            }
            finally
            {
                s_isOnWorker = false;
            }
        });
        return await completion.Task.WaitAsync(Patience);
    }

    /// <summary>Waits until a condition holds, looking again each time the worker has done a round.</summary>
    public async Task UntilAsync(Func<Worker, bool> condition, string what)
    {
        var deadline = System.Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (!await RunOnWorkerAsync(condition))
            Assert.True(System.Environment.TickCount64 < deadline, $"Not in time: {what}");
    }

    public long Count(HttpStat stat)
    {
        FinishRound();
        return Stats.Http("test").Read(stat);
    }

    public long Count(string cluster, ClusterStat stat)
    {
        FinishRound();
        return Stats.Cluster(cluster).Read(stat);
    }

    public long CountListener(ListenerStat stat, string name = "http")
    {
        FinishRound();
        return _listeners[name].Model.Stats.Read(stat);
    }

    public void Dispose()
    {
        Pool.Dispose();
        Tls.Dispose();
    }

    /// <summary>
    /// A client may have its response before the worker has counted it. What is posted now runs when the worker is done
    /// with what it is doing.
    /// </summary>
    private void FinishRound()
    {
        if (s_isOnWorker)
            return;
        foreach (var worker in Pool.Workers)
            RunOnAsync(worker, _ => true).GetAwaiter().GetResult();
    }

    private void Cluster(Cluster proto)
    {
        var report = new CompileReport();
        var compiled = ClusterCompiler.Compile(proto, FieldPath.Root, Environment(), report);
        Assert.True(compiled is not null, report.ErrorText);
        var slots = _clusters.TryGetValue(proto.Name, out var existing)
            ? existing.Slots
            : new EndpointSlotTable(Stats.WorkersCount);
        compiled.Model.Endpoints = existing.Model?.Endpoints ?? compiled.Endpoints.Bind(slots, _ => []);
        _clusters[proto.Name] = (compiled.Model, slots);
        compiled.Model.Slot.Current = compiled.Model;
    }

    private RouteTableModel Compile(RouteConfiguration configuration)
    {
        var report = new CompileReport();
        var table = RouteTableBinder.Compile(configuration, false, FieldPath.Root, Environment(), report);
        Assert.True(table is not null, report.ErrorText);
        return table;
    }

    private CompileEnvironment Environment() => new(
        Stats, _slots, name => _routes.TryGetValue(name, out var holder) ? holder : _routes[name] = new(name), _ => true)
    {
        Tls = Tls,
        Workload = new LocalWorkload(Node),
    };
}
