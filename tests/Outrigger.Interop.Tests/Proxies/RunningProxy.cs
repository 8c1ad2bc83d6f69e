using System.Globalization;
using System.Text.RegularExpressions;
using Outrigger.Interop.Tests.Support;

namespace Outrigger.Interop.Tests.Proxies;

/// <summary>Our proxy program with a bootstrap, on ports that it chose.</summary>
internal sealed partial class RunningProxy : IAsyncDisposable
{
    private readonly string _folder;
    private readonly HttpClient _admin = new();

    private RunningProxy(RunningProgram program, string folder)
    {
        Program = program;
        _folder = folder;
    }

    public RunningProgram Program { get; }

    /// <summary>The port of the listener <c>web</c> on 127.0.0.1.</summary>
    public int Port { get; private set; }

    /// <summary>Starts the program and waits until its listener takes connections.</summary>
    public static async Task<RunningProxy> StartAsync(string bootstrap)
    {
        var folder = Directory.CreateTempSubdirectory("outrigger-interop-").FullName;
        var file = Path.Combine(folder, "bootstrap.yaml");
        await File.WriteAllTextAsync(file, bootstrap, TestContext.Current.CancellationToken);
        var proxy = new RunningProxy(
            RunningProgram.Start([.. Command(), "-c", file, "--concurrency", "1"]), folder);
        try
        {
            await proxy.ReadyAsync();
            return proxy;
        }
        catch
        {
            await proxy.DisposeAsync();
            throw;
        }
    }

    /// <summary>A counter or gauge by its name; 0 when there is none.</summary>
    public async Task<long> StatAsync(string name)
    {
        var text = await _admin.GetStringAsync("/stats", TestContext.Current.CancellationToken);
        var line = text.Split('\n').FirstOrDefault(each => each.StartsWith(name + ": ", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line[(name.Length + 2)..], CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await Program.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task ReadyAsync()
    {
        var address = Match.Empty;
        await Deadline.UntilAsync(() =>
        {
            Assert.False(Program.HasExited, Program.Log);
            address = AdminAddress().Match(Program.Log);
            return address.Success;
        });
        _admin.BaseAddress = new Uri($"http://{address.Groups[1].Value}");
        await Deadline.UntilAsync(IsListeningAsync);
    }

    private async Task<bool> IsListeningAsync()
    {
        Assert.False(Program.HasExited, Program.Log);
        var ready = await _admin.GetAsync("/ready", TestContext.Current.CancellationToken);
        var listeners = await _admin.GetStringAsync("/listeners", TestContext.Current.CancellationToken);
        var web = WebListener().Match(listeners);
        if (!ready.IsSuccessStatusCode || !web.Success)
        {
            return false;
        }

        Port = int.Parse(web.Groups[1].Value, CultureInfo.InvariantCulture);
        return true;
    }

    /// <summary>The program that OUTRIGGER_PROXY names, else this checkout's native build, else its managed one.</summary>
    private static string[] Command()
    {
        if (Environment.GetEnvironmentVariable("OUTRIGGER_PROXY") is { Length: > 0 } path)
        {
            return [path];
        }

        var published = Path.Combine(Checkout.Root, "artifacts/publish/Outrigger.Proxy");
        var native = Directory.Exists(published)
            ? Directory.EnumerateFiles(published, "outrigger-proxy", SearchOption.AllDirectories).FirstOrDefault()
            : null;
        return native is not null
            ? [native]
            : ["dotnet", Path.Combine(Checkout.Root, "artifacts/bin/Outrigger.Proxy/release/outrigger-proxy.dll")];
    }

    [GeneratedRegex("admin: listening address=(\\S+)")]
    private static partial Regex AdminAddress();

    [GeneratedRegex("^web::[^:]+:([0-9]+)", RegexOptions.Multiline)]
    private static partial Regex WebListener();
}
