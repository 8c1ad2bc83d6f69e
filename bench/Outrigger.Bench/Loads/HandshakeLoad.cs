using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Outrigger.Bench.Loads;

/// <summary>
/// OpenSSL's own <c>s_time</c>, several at once: a connection, a TLS 1.3 handshake, one request, the end, and again.
/// </summary>
/// <param name="program">How the program is run.</param>
/// <param name="clients">How many make connections at a time.</param>
/// <param name="resumes">Whether each connection after a client's first resumes its session.</param>
internal sealed partial class HandshakeLoad(LoadProgram program, int clients, bool resumes) : ILoad
{
    public LoadResult Run(int port, int seconds)
    {
        var watch = Stopwatch.StartNew();
        var processes = Enumerable.Range(0, clients).Select(_ => program.Start(
            "openssl", "s_time", "-connect", $"127.0.0.1:{port}", resumes ? "-reuse" : "-new", "-www", "/",
            "-time", $"{seconds}")).ToList();
        var texts = processes.Select(process => (
            Output: process.StandardOutput.ReadToEndAsync(), Errors: process.StandardError.ReadToEndAsync())).ToList();
        long made = 0, failures = 0;
        for (var i = 0; i < clients; i++)
        {
            using var process = processes[i];
            process.WaitForExit();
            var text = texts[i].Output.Result + texts[i].Errors.Result;
            var match = Connections().Match(text);
            if (match.Success) made += long.Parse(match.Groups[1].Value);
            // A resumed session shows as "r", a new one as "*"; the wrong kind is a failure of what was asked for.
            if (process.ExitCode != 0 || !match.Success) failures++;
            if (resumes) failures += text.Count(letter => letter == '*');
        }
        return new LoadResult(made, failures, watch.Elapsed.TotalSeconds);
    }

    [GeneratedRegex(@"(\d+) connections in \d+ real seconds")]
    private static partial Regex Connections();
}
