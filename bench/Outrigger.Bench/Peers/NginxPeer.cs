namespace Outrigger.Bench.Peers;

internal sealed class NginxPeer(int port) : Peer("nginx", port)
{
    public override string Version() => FirstLine("nginx", "-v");

    protected override IReadOnlyList<string> Prepare(string folder, BenchTargets targets)
    {
        var servers = string.Join('\n', targets.Backends.Select(backend => $"    server {backend};"));
        var file = Path.Combine(folder, "nginx.conf");
        File.WriteAllText(file, $$"""
            daemon off;
            worker_processes 1;
            pid {{folder}}/nginx.pid;
            error_log {{folder}}/error.log;
            events { worker_connections 4000; }
            http {
              access_log off;
              client_body_temp_path {{folder}}/body;
              proxy_temp_path {{folder}}/proxy;
              fastcgi_temp_path {{folder}}/fastcgi;
              uwsgi_temp_path {{folder}}/uwsgi;
              scgi_temp_path {{folder}}/scgi;
              keepalive_requests 100000000;
              upstream bench {
                random two least_conn;
            {{servers}}
                keepalive 512;
                keepalive_requests 100000000;
              }
              server {
                listen 127.0.0.1:{{Port}};
                server_name {{targets.Host}};
                location / {
                  proxy_pass http://bench;
                  proxy_http_version 1.1;
                  proxy_buffering off;
                  proxy_set_header Connection "";
                  proxy_set_header Host $host;
                  proxy_set_header X-Request-ID $request_id;
                  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                }
              }
            }

            """);
        return ["nginx", "-c", file, "-e", Path.Combine(folder, "error.log")];
    }
}
