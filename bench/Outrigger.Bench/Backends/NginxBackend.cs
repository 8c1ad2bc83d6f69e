using Outrigger.Bench.Measuring;
using Outrigger.Bench.Peers;

namespace Outrigger.Bench.Backends;

/// <summary>nginx answering 1 KB of HTTP/1.1 from memory, on as many ports as there are targets.</summary>
internal static class NginxBackend
{
    public static RunningProcess Start(string folder, ProxyTask task)
    {
        var home = Directory.CreateDirectory(Path.Combine(folder, "backend")).FullName;
        var body = new string('x', 1024);
        var protection = task.Forward == Protection.None ? "" : " ssl";
        var listens = string.Join(' ', task.Backends.Select(address => $"listen {address}{protection};"));
        var file = Path.Combine(home, "nginx.conf");
        File.WriteAllText(file, $$"""
            daemon off;
            worker_processes 1;
            pid {{home}}/nginx.pid;
            error_log {{home}}/error.log;
            events { worker_connections 4000; }
            http {
              access_log off;
              client_body_temp_path {{home}}/body;
              proxy_temp_path {{home}}/proxy;
              fastcgi_temp_path {{home}}/fastcgi;
              uwsgi_temp_path {{home}}/uwsgi;
              scgi_temp_path {{home}}/scgi;
              keepalive_requests 100000000;
              keepalive_timeout 3600s;
              client_header_timeout 3600s;
              server {
                {{listens}}
                {{(task.Forward == Protection.None ? "" : Tls(task.Certificates))}}
                location / { default_type text/plain; return 200 "{{body}}"; }
              }
            }

            """);
        return RunningProcess.StartPinned(
            "backend", ["nginx", "-c", file, "-e", Path.Combine(home, "error.log")], Cores.Load,
            Path.Combine(home, "output.log"));
    }

    private static string Tls(Certificates certificates) => $"""
        ssl_protocols TLSv1.2 TLSv1.3;
                ssl_certificate {certificates.Server.Certificate};
                ssl_certificate_key {certificates.Server.Key};
                ssl_client_certificate {certificates.Authority};
                ssl_verify_client on;
        """;
}
