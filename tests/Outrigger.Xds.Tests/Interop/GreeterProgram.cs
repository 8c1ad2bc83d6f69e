using System.Diagnostics;

namespace Outrigger.Xds.Tests.Interop;

/// <summary>A program in <c>tests/interop</c>, and what it takes to run it.</summary>
internal sealed record GreeterProgram(string Name, string Interpreter, string Script, string InstallCommand)
{
    public static GreeterProgram NodeJs { get; } = new(
        "grpc-js-xds", "node", Path.Combine(Directory, "greeter_client.js"),
        "npm ci --prefix tests/interop");

    /// <summary>
    /// Debian's interpreter, which sees Debian's package, whatever else the PATH names first.
    /// </summary>
    public static GreeterProgram CCore { get; } = new(
        "grpc-c-core", "/usr/bin/python3", Path.Combine(Directory, "greeter_client.py"),
        "apt-get install --no-install-recommends python3-grpcio");

    private static string Directory
    {
        get
        {
            for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
            {
                string candidate = Path.Combine(at.FullName, "tests", "interop");
                if (File.Exists(Path.Combine(candidate, "greeter_client.py")))
                    return candidate;
            }

            throw new DirectoryNotFoundException("No folder above the tests has tests/interop.");
        }
    }

    /// <summary>Skips the test, naming the command that installs what is missing.</summary>
    public void SkipIfMissing()
    {
        string[] probe = Interpreter == "node"
            ? ["-e", "require('@grpc/grpc-js-xds')"]
            : ["-c", "import grpc"];
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(Interpreter, probe)
            {
                WorkingDirectory = Path.GetDirectoryName(Script),
                RedirectStandardError = true,
            })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode == 0)
                return;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // The interpreter itself is missing: skipped below like a missing library.
        }

        Assert.Skip($"{Name} is not installed: {InstallCommand}");
    }
}
