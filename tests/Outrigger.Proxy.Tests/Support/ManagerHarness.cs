using System.Net;
using Google.Protobuf;
using Microsoft.Extensions.Time.Testing;
using Outrigger.Proxy.Bootstrap;
using Outrigger.Proxy.Configuration;
using Outrigger.Proxy.Dns;
using Outrigger.Proxy.Dynamic;
using Outrigger.Proxy.Logging;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Stats;
using Outrigger.Proxy.Workers;
using Outrigger.Xds;
using Outrigger.Xds.Client;
using Outrigger.Xds.Contract.Json;
using Outrigger.Xds.Contract.Schema;

namespace Outrigger.Proxy.Tests.Support;

/// <summary>
/// The control side without sockets: the test is the management server, the name server, the clock and the
/// workers.
/// </summary>
internal sealed class ManagerHarness : IDisposable
{
    public const string Discovering = """
        dynamic_resources:
          ads_config:
            api_type: DELTA_GRPC
            grpc_services: [{ google_grpc: { target_uri: "127.0.0.1:15010" } }]
          cds_config: { ads: {} }
          lds_config: { ads: {} }
        """;

    private readonly EventLog _log = new(TextWriter.Null, LogLevel.Off, TimeProvider.System);
    private int _versionsCount;

    public ManagerHarness(string bootstrap = Discovering)
    {
        BootstrapDocument document = BootstrapDocument.Parse(bootstrap, "bootstrap.yaml");
        var report = new CompileReport();
        BootstrapConfig config = BootstrapCompiler.Compile(document.Message, report);
        Stats = new StatsRegistry(workersCount: 2);
        Context = new ManagerContext
        {
            Gate = new ControlGate(),
            Stats = Stats,
            Log = _log,
            Time = Time,
            Dns = new DnsEnvironment(Names, Time, new Random(1), _log),
            Unimplemented = new UnimplementedFieldLog(_log, Stats),
        };
        Manager = new ConfigurationManager(Context, DataPath, config, new ClusterSlotTable());
        Manager.LoadStatic(report);
        Assert.Empty(document.Errors);
        Assert.Empty(report.Errors);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public FakeNames Names { get; } = new();

    public FakeDataPath DataPath { get; } = new();

    public FakeDiscovery Discovery { get; } = new();

    public StatsRegistry Stats { get; }

    public ManagerContext Context { get; }

    public ConfigurationManager Manager { get; }

    public ManagerHarness Started()
    {
        Manager.Start(Discovery);
        return this;
    }

    /// <summary>The server sends resources, each given as YAML.</summary>
    public IReadOnlyList<ResourceRejection> Send(TypeUrl type, params string[] resources) =>
        SendAndRemove(type, [], resources);

    public IReadOnlyList<ResourceRejection> SendAndRemove(
        TypeUrl type, string[] removed, params string[] resources)
    {
        string version = $"v{++_versionsCount}";
        return Manager.Take(new ResourceUpdate(
            type, version, [.. resources.Select(yaml => Resource(type, version, yaml))], removed));
    }

    public ClusterModel? Cluster(string name) =>
        Manager.Current.Clusters.FirstOrDefault(cluster => cluster.Name == name);

    public ListenerModel? Listener(string name) =>
        Manager.Current.Listeners.FirstOrDefault(listener => listener.Name == name);

    public long Stat(string name)
    {
        StatsSnapshot snapshot = StatsSnapshot.Take(Stats, new StatsQuery());
        return snapshot.Numbers.Single(sample => sample.Name.Text == name).Value;
    }

    public static ReceivedResource Resource(TypeUrl type, string version, string yaml)
    {
        Assert.True(TypeRegistry.TryFindByUrl(type.Value, out MessageSchema? schema));
        ProtoDocument<IMessage> document =
            ProtoDocumentReader.Read(yaml, "resource.yaml", schema, ParserOf(type));
        Assert.Empty(document.Errors);
        string name = document.Message switch
        {
            Envoy.Config.Cluster.V3.Cluster cluster => cluster.Name,
            Envoy.Config.Endpoint.V3.ClusterLoadAssignment assignment => assignment.ClusterName,
            Envoy.Config.Listener.V3.Listener listener => listener.Name,
            Envoy.Config.Route.V3.RouteConfiguration routes => routes.Name,
            Envoy.Extensions.TransportSockets.Tls.V3.Secret secret => secret.Name,
            _ => throw new InvalidOperationException("not a resource that a proxy discovers"),
        };
        return new ReceivedResource(name, version, document.Message.ToByteString());
    }

    private static MessageParser ParserOf(TypeUrl type) => type.ShortName switch
    {
        "CDS" => Envoy.Config.Cluster.V3.Cluster.Parser,
        "EDS" => Envoy.Config.Endpoint.V3.ClusterLoadAssignment.Parser,
        "LDS" => Envoy.Config.Listener.V3.Listener.Parser,
        "SDS" => Envoy.Extensions.TransportSockets.Tls.V3.Secret.Parser,
        _ => Envoy.Config.Route.V3.RouteConfiguration.Parser,
    };

    public void Dispose() => _log.Dispose();
}

/// <summary>Workers that note what they are given, and fail on demand.</summary>
internal sealed class FakeDataPath : IDataPath
{
    public int AppliesCount { get; private set; }

    public int RefreshesCount { get; private set; }

    public IReadOnlyList<ListenFailure> Failures { get; set; } = [];

    public Task<IReadOnlyList<ListenFailure>> ApplyAsync(RuntimeConfig config)
    {
        AppliesCount++;
        return Task.FromResult(Failures);
    }

    public void RefreshEndpoints() => RefreshesCount++;
}

/// <summary>A management server that notes what it is asked for.</summary>
internal sealed class FakeDiscovery : IDiscovery
{
    public HashSet<TypeUrl> Wildcards { get; } = [];

    public Dictionary<TypeUrl, string[]> Names { get; } = [];

    public void SubscribeAll(TypeUrl type) => Wildcards.Add(type);

    public void SetNames(TypeUrl type, IReadOnlyCollection<string> names) =>
        Names[type] = [.. names.Order(StringComparer.Ordinal)];
}

/// <summary>A name server whose answers the test sets; names without an answer stay open.</summary>
internal sealed class FakeNames : INameResolver
{
    private readonly Dictionary<string, TaskCompletionSource<IReadOnlyList<IPAddress>>> _answers = [];

    public int LookupsCount { get; private set; }

    public void Answer(string host, params string[] addresses) =>
        Source(host).SetResult([.. addresses.Select(IPAddress.Parse)]);

    public void Fail(string host) => Source(host).SetException(new System.Net.Sockets.SocketException(11001));

    public void Forget(string host) => _answers.Remove(host);

    public Task<IReadOnlyList<IPAddress>> ResolveAsync(string hostName, CancellationToken cancellation)
    {
        LookupsCount++;
        return Source(hostName).Task.WaitAsync(cancellation);
    }

    private TaskCompletionSource<IReadOnlyList<IPAddress>> Source(string host)
    {
        if (!_answers.TryGetValue(host, out TaskCompletionSource<IReadOnlyList<IPAddress>>? source))
        {
            _answers[host] = source = new TaskCompletionSource<IReadOnlyList<IPAddress>>();
        }

        return source;
    }
}
