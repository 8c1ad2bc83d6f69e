namespace Outrigger.Bench.Peers;

internal sealed class HaproxyPeer(int port) : Peer("haproxy", port)
{
    public override string Version() => FirstLine("haproxy", "-v");

    protected override IReadOnlyList<string> Prepare(string folder, BenchTargets targets)
    {
        var servers = string.Join('\n', targets.Backends.Select((b, i) => $"  server s{i} {b}"));
        var file = Path.Combine(folder, "haproxy.cfg");
        File.WriteAllText(file, $"""
            global
              nbthread 1
              maxconn 4000
            defaults
              mode http
              timeout connect 5s
              timeout client 60s
              timeout server 60s
              timeout http-keep-alive 60s
              http-reuse always
              option forwardfor
              unique-id-format %[uuid()]
              unique-id-header x-request-id
            frontend in
              bind 127.0.0.1:{Port}
              acl bench_host hdr(host) -i {targets.Host}
              use_backend bench if bench_host
            backend bench
              balance random(2)
            {servers}

            """);
        return ["haproxy", "-db", "-f", file];
    }
}
