namespace Outrigger.Bench.Peers;

internal sealed class YarpPeer(int port, string program) : Peer("yarp", port)
{
    public override string Version() => "YARP 2.3.0 on .NET " + Environment.Version;

    protected override IReadOnlyList<string> Prepare(string folder, ProxyTask task) =>
        ["dotnet", program, $"{Port}", .. task.Backends];
}
