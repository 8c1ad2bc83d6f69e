namespace Outrigger.Bench.Peers;

internal sealed class NghttpxPeer(int port) : Peer("nghttpx", port)
{
    public override string Remark => "cannot add x-request-id nor balance by load (round robin)";

    public override string Version() => FirstLine("nghttpx", "--version");

    protected override IReadOnlyList<string> Prepare(string folder, BenchTargets targets)
    {
        var file = Path.Combine(folder, "nghttpx.conf");
        File.WriteAllText(file, "");
        var command = new List<string>
        {
            "nghttpx", $"--conf={file}", $"--frontend=127.0.0.1,{Port};no-tls", "--workers=1", "--add-x-forwarded-for",
            "--accesslog-file=/dev/null", $"--errorlog-file={folder}/error.log", "--single-process",
        };
        command.AddRange(targets.Backends.Select(
            backend => $"--backend={backend.Replace(':', ',')};{targets.Host}"));
        // A request whose host matches no backend pattern needs a catch-all, else nghttpx does not start.
        command.Add($"--backend={targets.Backends[0].Replace(':', ',')}");
        return command;
    }
}
