using System.Globalization;
using Outrigger.Interop.Tests.Proxies;
using Outrigger.Interop.Tests.Support;

namespace Outrigger.Interop.Tests.Servers;

/// <summary>nghttpd, which serves files over HTTP/2 and sends uploads back.</summary>
internal sealed class NghttpdServer : IAsyncDisposable
{
    private readonly RunningProgram _program;
    private readonly string _root;

    private NghttpdServer(RunningProgram program, string root, int port)
    {
        _program = program;
        _root = root;
        Port = port;
    }

    public int Port { get; }

    public static async Task<NghttpdServer> StartAsync(LinkProtocol protocol, string trailer)
    {
        var root = Directory.CreateTempSubdirectory("outrigger-nghttpd-").FullName;
        var port = Ports.Free();
        var number = port.ToString(CultureInfo.InvariantCulture);
        var certificates = TestCertificates.Instance;
        string[] protection = protocol.Protection == Protection.None
            ? ["--no-tls", number]
            : [number, certificates.KeyFile, certificates.CertificateFile];
        var program = RunningProgram.Start(
        [
            Tool.Nghttpd.Require(), "--address=127.0.0.1", $"--htdocs={root}", "--echo-upload",
            $"--trailer={trailer}", .. protection,
        ]);
        await Ports.ListeningAsync(port, program);
        return new NghttpdServer(program, root, port);
    }

    public void Write(string name, string content) => File.WriteAllText(Path.Combine(_root, name), content);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }
}
