using Outrigger.Bench;
using Outrigger.Bench.Peers;

var options = BenchOptions.Parse(args);
var targets = new BenchTargets(["127.0.0.1:18900", "127.0.0.1:18901"], "bench.local");
var folder = Directory.CreateTempSubdirectory("outrigger-bench-").FullName;
try
{
    using var backend = Backend.Start(folder, targets.Backends, Comparison.LoadCore);
    backend.WaitForPort(18900);

    var ours = new OutriggerPeer(18080, options.Proxy);
    Peer[] all = [ours, new HaproxyPeer(18082), new NginxPeer(18083), new NghttpxPeer(18084),
        new YarpPeer(18085, options.Yarp)];
    var peers = options.Only.Count == 0 ? all : all.Where(peer => options.Only.Contains(peer.Name)).ToArray();

    var comparison = new Comparison(options, targets, folder);
    var results = comparison.Run(peers);
    var soak = options.SoakSeconds > 0 ? comparison.Soak(ours) : null;
    if (options.WriteReport) Report.Write(Path.Combine(Repository(), "docs"), options, results, soak);

    var failed = results.Where(result => result.Failures > 0).ToList();
    foreach (var result in failed) Console.Error.WriteLine($"{result.Name}: {result.Failures} requests failed");
    return failed.Count == 0 && soak is not { Load.Failures: > 0 } ? 0 : 1;
}
finally
{
    Directory.Delete(folder, recursive: true);
}

static string Repository()
{
    var folder = new DirectoryInfo(AppContext.BaseDirectory);
    while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Outrigger.slnx"))) folder = folder.Parent;
    return folder?.FullName ?? throw new InvalidOperationException("the bench must run inside the repository");
}
