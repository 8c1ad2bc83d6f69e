namespace Outrigger.Bench.Peers;

internal sealed class NginxPeer(int port) : Peer("nginx", port)
{
    public override string Version() => FirstLine("nginx", "-v");

    protected override IReadOnlyList<string> Prepare(string folder, ProxyTask task)
    {
        var servers = string.Join('\n', task.Backends.Select(backend => $"    server {backend};"));
        var listen = (task.Listen == Protection.None ? "" : " ssl") + (task.IsHttp2 ? " http2" : "");
        var file = Path.Combine(folder, "nginx.conf");
        File.WriteAllText(file, $$"""
            daemon off;
            worker_processes 1;
            pid {{folder}}/nginx.pid;
            error_log {{folder}}/error.log;
            events { worker_connections 15000; }
            http {
              access_log off;
              client_body_temp_path {{folder}}/body;
              proxy_temp_path {{folder}}/proxy;
              fastcgi_temp_path {{folder}}/fastcgi;
              uwsgi_temp_path {{folder}}/uwsgi;
              scgi_temp_path {{folder}}/scgi;
              keepalive_requests 100000000;
              keepalive_timeout 600s;
              upstream bench {
                random two least_conn;
            {{servers}}
                keepalive 1024;
                keepalive_requests 100000000;
              }
              server {
                listen 127.0.0.1:{{Port}}{{listen}} backlog=4096;
                server_name {{ProxyTask.Host}};
            {{ListenTls(task)}}
                location / {
            {{(task.AnswersItself ? "return 200 ok;" : task.IsHttp2 ? Grpc(task) : Http1(task))}}
                }
              }
            }

            """);
        return ["nginx", "-c", file, "-e", Path.Combine(folder, "error.log")];
    }

    private static string ListenTls(ProxyTask task)
    {
        if (task.Listen == Protection.None) return "";
        var verify = task.Listen == Protection.MutualTls
            ? $"ssl_client_certificate {task.Certificates.Authority}; ssl_verify_client on;"
            : "";
        return $"""
                ssl_certificate {task.Certificates.Server.Certificate};
                ssl_certificate_key {task.Certificates.Server.Key};
                ssl_protocols TLSv1.2 TLSv1.3;
                {verify}
            """;
    }

    private static string Http1(ProxyTask task) => $"""
                  proxy_pass {(task.Forward == Protection.None ? "http" : "https")}://bench;
                  proxy_http_version 1.1;
                  proxy_buffering off;
                  proxy_set_header Connection "";
                  proxy_set_header Host $host;
                  proxy_set_header X-Request-ID $request_id;
                  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                  {ForwardTls(task, "proxy")}
        """;

    private static string Grpc(ProxyTask task) => $"""
                  grpc_pass {(task.Forward == Protection.None ? "grpc" : "grpcs")}://bench;
                  grpc_set_header Host $host;
                  grpc_set_header X-Request-ID $request_id;
                  grpc_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                  {ForwardTls(task, "grpc")}
        """;

    private static string ForwardTls(ProxyTask task, string module) => task.Forward == Protection.None ? "" : $"""
                  {module}_ssl_protocols TLSv1.2 TLSv1.3;
                  {module}_ssl_certificate {task.Certificates.Client.Certificate};
                  {module}_ssl_certificate_key {task.Certificates.Client.Key};
                  {module}_ssl_trusted_certificate {task.Certificates.Authority};
                  {module}_ssl_verify on;
                  {module}_ssl_name {ProxyTask.Host};
                  {module}_ssl_server_name on;
        """;
}
