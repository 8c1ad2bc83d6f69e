using Outrigger.Bench.Backends;
using Outrigger.Bench.Loads;
using Outrigger.Bench.Peers;

namespace Outrigger.Bench.Scenarios;

/// <summary>All scenarios, each with the peers that are best at it and what ours has to reach.</summary>
internal sealed class ScenarioCatalogue(BenchOptions options, Certificates certificates, string grpcBody)
{
    private static readonly string[] Backends = ["127.0.0.1:18900", "127.0.0.1:18901"];

    private readonly Peer _haproxy = new HaproxyPeer(18082);
    private readonly Peer _nginx = new NginxPeer(18083);
    private readonly Peer _nghttpx = new NghttpxPeer(18084);
    private readonly Peer _yarp = new YarpPeer(18085, options.Yarp);

    public Peer Ours { get; } = new OutriggerPeer(18080, options.Proxy);

    /// <summary>HTTP/1.1 on both sides, in clear text.</summary>
    public ProxyTask PlainHttp1 { get; } =
        new() { Protocol = Protocol.Http1, Backends = Backends, Certificates = certificates };

    public IReadOnlyList<Scenario> All() =>
    [
        Http1("h1-64", connections: 64, [Ours, _haproxy, _nginx, _nghttpx, _yarp]),
        Http1("h1-1000", connections: 1000, [Ours, _haproxy, _nginx, _nghttpx]),
        Http2(), MutualTlsHttp1(), MutualTlsGrpc(),
        Handshakes("tls-new", "New TLS connections, each with a full handshake", resumes: false),
        Handshakes("tls-resumed", "New TLS connections that resume a session", resumes: true),
        TcpMessages(), Latency(),
        IdleMemory("idle-plain", "Memory of idle connections, clear text", Protection.None, limitKilobytes: 8),
        IdleMemory("idle-tls", "Memory of idle connections, TLS", Protection.Tls, limitKilobytes: 30),
    ];

    private WorkScenario Http1(string name, int connections, IReadOnlyList<Peer> peers) => new()
    {
        Name = name,
        Title = $"HTTP/1.1, {connections} connections",
        Method = $"HTTP/1.1 on both sides, {connections} kept connections, answers of 1 KB",
        Unit = "request",
        Task = PlainHttp1,
        Peers = peers,
        Load = new WrkLoad(new LoadProgram(), connections),
        Target = new Target(WorkScenario.TotalMicroseconds, Limit: 0.9) { References = [_haproxy.Name] },
    };

    private WorkScenario Http2() => new()
    {
        Name = "h2",
        Title = "HTTP/2",
        Method = "HTTP/2 on both sides, 64 connections of 10 streams, answers of 1 KB",
        Unit = "request",
        Task = PlainHttp1 with { Protocol = Protocol.Http2 },
        Peers = [Ours, _haproxy, _nghttpx],
        Load = new H2LoadLoad(new LoadProgram(), connections: 64, streams: 10, NghttpdBackend.PlainPath),
        Target = new Target(WorkScenario.TotalMicroseconds, Limit: 0.9) { References = [_haproxy.Name, _nghttpx.Name] },
    };

    private WorkScenario MutualTlsHttp1() => new()
    {
        Name = "h1-mtls",
        Title = "HTTP/1.1 with mutual TLS",
        Method = "HTTP/1.1 and mutual TLS on both sides, 64 kept connections, answers of 1 KB",
        Unit = "request",
        Task = PlainHttp1 with { Listen = Protection.MutualTls, Forward = Protection.MutualTls },
        Peers = [Ours, _haproxy, _nginx],
        Load = new WrkLoad(ProgramWithCertificate(), connections: 64, usesTls: true),
        Target = new Target(WorkScenario.TotalMicroseconds, Limit: 1.0) { References = [_haproxy.Name, _nginx.Name] },
    };

    private WorkScenario MutualTlsGrpc() => new()
    {
        Name = "grpc-mtls",
        Title = "Unary gRPC with mutual TLS",
        Method = "gRPC and mutual TLS on both sides, 64 connections of 10 streams, messages of 100 bytes",
        Unit = "request",
        Task = PlainHttp1 with
        {
            Protocol = Protocol.Grpc,
            Listen = Protection.MutualTls,
            Forward = Protection.MutualTls,
        },
        Peers = [Ours, _haproxy, _nginx, _nghttpx],
        Load = new H2LoadLoad(
            ProgramWithCertificate(), connections: 64, streams: 10, NghttpdBackend.GrpcPath, grpcBody, usesTls: true),
        Target = new Target(WorkScenario.TotalMicroseconds, Limit: 0.9),
    };

    private WorkScenario Handshakes(string name, string title, bool resumes) => new()
    {
        Name = name,
        Title = title,
        Method = "TLS 1.3, ECDSA on P-256, one request that the proxy itself answers on each connection; the load's "
            + "core is the narrow one, so what counts is how many a proxy makes per second of its CPU",
        Unit = "connection",
        Task = PlainHttp1 with { Listen = Protection.Tls, AnswersItself = true },
        Peers = [Ours, _haproxy, _nginx],
        Load = new HandshakeLoad(new LoadProgram(), clients: 8, resumes),
        Target = new Target(WorkScenario.PerProxySecond, Limit: 0.95, HigherIsBetter: true)
        {
            References = [_haproxy.Name],
        },
    };

    private WorkScenario TcpMessages() => new()
    {
        Name = "tcp",
        Title = "TCP throughput",
        Method = "Messages of 1 MB there and back on 8 connections, clear text, splice(2) on in HAProxy; the load's "
            + "core is the narrow one, so what counts is how many a proxy moves per second of its CPU",
        Unit = "message",
        Task = PlainHttp1 with { Protocol = Protocol.Tcp },
        Peers = [Ours, _haproxy],
        Load = new MessageLoad(connections: 8),
        Target = new Target(WorkScenario.PerProxySecond, Limit: 1.0, HigherIsBetter: true)
        {
            References = [_haproxy.Name],
        },
    };

    private LatencyScenario Latency() => new()
    {
        Name = "latency",
        Title = "Added latency at a constant rate",
        Task = PlainHttp1,
        Peers = [Ours, _haproxy],
    };

    private IdleMemoryScenario IdleMemory(string name, string title, Protection listen, double limitKilobytes) => new()
    {
        Name = name,
        Title = title,
        Task = PlainHttp1 with { Listen = listen },
        Peers = [Ours, _haproxy, _nginx, _nghttpx],
        LimitKilobytes = limitKilobytes,
    };

    private LoadProgram ProgramWithCertificate() => new(certificates, options.ClientCertificateLibrary);
}
