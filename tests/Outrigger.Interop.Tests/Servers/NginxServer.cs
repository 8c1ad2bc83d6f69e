using Outrigger.Interop.Tests.Proxies;
using Outrigger.Interop.Tests.Support;

namespace Outrigger.Interop.Tests.Servers;

/// <summary>nginx as the server behind the proxies: it tells what it saw of a request, and sends large files.</summary>
internal sealed class NginxServer : IAsyncDisposable
{
    private const UnixFileMode Readable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly RunningProgram _program;
    private readonly string _folder;

    private NginxServer(RunningProgram program, string folder, int port)
    {
        _program = program;
        _folder = folder;
        Port = port;
    }

    public int Port { get; }

    /// <summary>The folder that files are served from.</summary>
    public string Root => Path.Combine(_folder, "root");

    public static async Task<NginxServer> StartAsync(LinkProtocol protocol)
    {
        var folder = Directory.CreateTempSubdirectory("outrigger-nginx-").FullName;
        // nginx started by root serves files as another user.
        File.SetUnixFileMode(folder, Readable);
        Directory.CreateDirectory(Path.Combine(folder, "root"));
        var port = Ports.Free();
        var file = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(file, Configuration(folder, port, protocol));
        var program = RunningProgram.Start(
            [Tool.Nginx.Require(), "-c", file, "-e", Path.Combine(folder, "error.log")]);
        await Ports.ListeningAsync(port, program);
        return new NginxServer(program, folder, port);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Configuration(string folder, int port, LinkProtocol protocol)
    {
        var listen = (protocol.Protection == Protection.None ? "" : " ssl") + (protocol.UsesHttp2 ? " http2" : "");
        return $$"""
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
              keepalive_requests 1000000;
              server {
                listen 127.0.0.1:{{port}}{{listen}};
                {{(protocol.Protection == Protection.None ? "" : Tls(protocol))}}
                root {{folder}}/root;
                location / { }
                location /seen {
                  default_type text/plain;
                  return 200 "$request_method $uri $server_protocol $http_x_probe\n";
                }
                location /missing { return 404 "nothing here\n"; }
                location /moved { return 302 /seen; }
              }
            }

            """;
    }

    private static string Tls(LinkProtocol protocol)
    {
        var certificates = TestCertificates.Instance;
        var verify = protocol.Protection == Protection.MutualTls
            ? $"ssl_client_certificate {certificates.AuthorityFile}; ssl_verify_client on;"
            : "";
        return $"""
            ssl_protocols TLSv1.2 TLSv1.3;
                ssl_certificate {certificates.CertificateFile};
                ssl_certificate_key {certificates.KeyFile};
                {verify}
            """;
    }
}
