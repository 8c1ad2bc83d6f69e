using System.Diagnostics;
using Outrigger.Bench.Measuring;

namespace Outrigger.Bench.Loads;

/// <summary>Runs a load generator of somebody else's on the load's core.</summary>
/// <param name="certificates">Whose client certificate it shows; null for none.</param>
/// <param name="shim">The library that gives programs without such an option a client certificate.</param>
internal sealed class LoadProgram(Certificates? certificates = null, string shim = "")
{
    /// <summary>A load that takes longer than this hangs.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Runs it to its end, and gives what it printed.</summary>
    public string Run(params string[] command)
    {
        using var process = Start(command);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill();
            throw new InvalidOperationException($"{string.Join(' ', command)} did not end within {Limit}");
        }
        return output.Result + errors.Result;
    }

    public Process Start(params string[] command)
    {
        var start = new ProcessStartInfo("taskset", ["-c", $"{Cores.Load}", .. command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (certificates is not null)
        {
            start.Environment["LD_PRELOAD"] = shim;
            start.Environment["BENCH_CLIENT_CERTIFICATE"] = certificates.Client.Certificate;
            start.Environment["BENCH_CLIENT_KEY"] = certificates.Client.Key;
        }
        return Process.Start(start)!;
    }
}
