namespace Outrigger.Bench.Peers;

internal sealed class NghttpxPeer(int port) : Peer("nghttpx", port)
{
    public override string Remark => "cannot add x-request-id nor balance by load (round robin)";

    public override string Version() => FirstLine("nghttpx", "--version");

    protected override IReadOnlyList<string> Prepare(string folder, ProxyTask task)
    {
        var file = Path.Combine(folder, "nghttpx.conf");
        File.WriteAllText(file, "");
        var command = new List<string>
        {
            "nghttpx", $"--conf={file}", "--workers=1", "--add-x-forwarded-for", "--accesslog-file=/dev/null",
            $"--errorlog-file={folder}/error.log", "--single-process",
            $"--frontend=127.0.0.1,{Port}{(task.Listen == Protection.None ? ";no-tls" : "")}",
        };
        command.AddRange(task.Backends.Select(backend => Backend(task, backend, ProxyTask.Host)));
        // A request whose host matches no backend pattern needs a catch-all, else nghttpx does not start.
        command.Add(Backend(task, task.Backends[0], ""));
        if (task.Listen == Protection.MutualTls)
        {
            command.AddRange(["--verify-client", $"--verify-client-cacert={task.Certificates.Authority}"]);
        }
        if (task.Forward == Protection.MutualTls)
        {
            command.AddRange(
            [
                $"--cacert={task.Certificates.Authority}",
                $"--client-cert-file={task.Certificates.Client.Certificate}",
                $"--client-private-key-file={task.Certificates.Client.Key}",
            ]);
        }
        if (task.Listen != Protection.None)
        {
            command.AddRange([task.Certificates.Server.Key, task.Certificates.Server.Certificate]);
        }
        return command;
    }

    private static string Backend(ProxyTask task, string address, string host) =>
        $"--backend={address.Replace(':', ',')};{host}{(task.IsHttp2 ? ";proto=h2" : "")}"
        + (task.Forward == Protection.None ? "" : $";tls;sni={ProxyTask.Host}");
}
