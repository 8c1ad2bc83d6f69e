namespace Outrigger.Bench.Peers;

internal sealed class HaproxyPeer(int port) : Peer("haproxy", port)
{
    public override string Version() => FirstLine("haproxy", "-v");

    protected override IReadOnlyList<string> Prepare(string folder, ProxyTask task)
    {
        var file = Path.Combine(folder, "haproxy.cfg");
        File.WriteAllText(file, $"""
            global
              nbthread 1
              # Its connections to servers are few, so twice the descriptors are not needed.
              maxconn 11000
              no strict-limits
              ssl-default-bind-options ssl-min-ver TLSv1.2
            defaults
              timeout connect 5s
              timeout client 600s
              timeout server 600s
              timeout http-keep-alive 600s
            {(task.Protocol == Protocol.Tcp ? Tcp(task) : Http(task))}

            """);
        return ["haproxy", "-db", "-f", file];
    }

    private string Tcp(ProxyTask task) => $"""
          mode tcp
          option splice-request
          option splice-response
        frontend in
          bind 127.0.0.1:{Port}
          use_backend bench
        backend bench
          balance random(2)
        {Servers(task)}
        """;

    private string Http(ProxyTask task) => $"""
          mode http
          http-reuse always
          option forwardfor
          unique-id-format %[uuid()]
          unique-id-header x-request-id
        frontend in
          bind 127.0.0.1:{Port}{Bind(task)}
        {(task.AnswersItself ? "  http-request return status 200 content-type text/plain string ok" : "")}
          acl bench_host hdr(host) -i {ProxyTask.Host}
          use_backend bench if bench_host
        backend bench
          balance random(2)
        {Servers(task)}
        """;

    private static string Bind(ProxyTask task)
    {
        if (task.Listen == Protection.None) return task.IsHttp2 ? " proto h2" : "";
        var verify = task.Listen == Protection.MutualTls
            ? $" ca-file {task.Certificates.Authority} verify required"
            : "";
        return $" ssl crt {task.Certificates.Server.Both}{verify} alpn {task.ApplicationProtocol}";
    }

    private static string Servers(ProxyTask task)
    {
        var how = task.IsHttp2 ? " proto h2" : "";
        if (task.Forward == Protection.MutualTls)
        {
            how += $" ssl crt {task.Certificates.Client.Both} ca-file {task.Certificates.Authority} verify required"
                + $" verifyhost {ProxyTask.Host} sni str({ProxyTask.Host}) alpn {task.ApplicationProtocol}";
        }
        return string.Join('\n', task.Backends.Select((backend, i) => $"  server s{i} {backend}{how}"));
    }
}
