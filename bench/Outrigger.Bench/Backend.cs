namespace Outrigger.Bench;

/// <summary>
/// The server behind every peer: nginx answering 1 KB from memory, on as many ports as there are targets.
/// </summary>
internal static class Backend
{
    public static RunningProcess Start(string folder, IReadOnlyList<string> addresses, int core)
    {
        var home = Directory.CreateDirectory(Path.Combine(folder, "backend")).FullName;
        var body = new string('x', 1024);
        var listens = string.Join(' ', addresses.Select(address => $"listen {address};"));
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
              server {
                {{listens}}
                location / { default_type text/plain; return 200 "{{body}}"; }
              }
            }

            """);
        return RunningProcess.StartPinned(
            "backend", ["nginx", "-c", file, "-e", Path.Combine(home, "error.log")], core,
            Path.Combine(home, "output.log"));
    }
}
