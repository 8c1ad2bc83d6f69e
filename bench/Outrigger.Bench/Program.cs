using System.Buffers.Binary;
using Outrigger.Bench;
using Outrigger.Bench.Measuring;
using Outrigger.Bench.Scenarios;

var options = BenchOptions.Parse(args);
Cores.PinThisProcess();
var folder = Directory.CreateTempSubdirectory("outrigger-bench-").FullName;
try
{
    var catalogue = new ScenarioCatalogue(options, new Certificates(folder), GrpcRequest(folder));
    var chosen = Choose(catalogue.All(), options.Scenarios);
    var results = new List<ScenarioResult>();
    foreach (var scenario in chosen)
    {
        results.Add(scenario.Run(options, Directory.CreateDirectory(Path.Combine(folder, scenario.Name)).FullName));
        Console.WriteLine($"{scenario.Name}  {results[^1].Verdict()}");
    }
    var soak = options.SoakSeconds > 0
        ? SoakRun.Run(catalogue.Ours, catalogue.PlainHttp1, options.SoakSeconds, Path.Combine(folder, "soak"))
        : null;
    if (options.WriteReport) Report.Write(Path.Combine(Repository(), "docs"), catalogue.All(), results, soak);

    var failed = results.Where(result => result.Failures > 0).ToList();
    foreach (var result in failed) Console.Error.WriteLine($"{result.Name}: {result.Failures} failed");
    return failed.Count == 0 && soak is not { Load.Failures: > 0 } ? 0 : 1;
}
finally
{
    Directory.Delete(folder, recursive: true);
}

static List<Scenario> Choose(IReadOnlyList<Scenario> all, IReadOnlyList<string> names)
{
    if (names.Count == 0) return [.. all];
    return names.Select(name => all.FirstOrDefault(scenario => scenario.Name == name)
        ?? throw new ArgumentException(
            $"no scenario {name}; there are {string.Join(' ', all.Select(scenario => scenario.Name))}")).ToList();
}

// One message of gRPC: not compressed, its length, and a string of 64 letters as field 1.
static string GrpcRequest(string folder)
{
    var message = new byte[5 + 2 + 64];
    BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), 2 + 64);
    message[5] = 0x0a;
    message[6] = 64;
    message.AsSpan(7).Fill((byte)'y');
    var file = Path.Combine(folder, "grpc-request");
    File.WriteAllBytes(file, message);
    return file;
}

static string Repository()
{
    var folder = new DirectoryInfo(AppContext.BaseDirectory);
    while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Outrigger.slnx"))) folder = folder.Parent;
    return folder?.FullName ?? throw new InvalidOperationException("the bench must run inside the repository");
}
