using System.Net;
using Outrigger.Proxy.Bootstrap;
using Outrigger.Proxy.Dns;
using Outrigger.Proxy.Dynamic;
using Outrigger.Proxy.Logging;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Workers;

namespace Outrigger.Proxy.Hosting;

/// <summary>
/// <c>--mode validate</c>: checks the bootstrap as a start would, without sockets and without look-ups.
/// </summary>
internal static class Validation
{
    /// <summary>Prints every error and warning, then whether the configuration is right.</summary>
    /// <returns>The exit status: 0 when it is right, 1 when not.</returns>
    public static int Run(ProxyOptions options, TextWriter output, TimeProvider time)
    {
        using var log = new EventLog(TextWriter.Null, LogLevel.Off, time);
        var world = new ProxyWorld(time, new Random(0), new NoLookups(), log);
        ProxySetup setup = ProxySetup.Create(options, world, _ => new NoDataPath());
        foreach (SourceMessage message in setup.Messages)
        {
            output.WriteLine(message);
        }

        string name = options.ConfigPath ?? "--config-yaml";
        output.WriteLine(
            setup.HasErrors ? $"configuration '{name}' is invalid" : $"configuration '{name}' OK");
        return setup.HasErrors ? 1 : 0;
    }

    private sealed class NoLookups : INameResolver
    {
        public Task<IReadOnlyList<IPAddress>> ResolveAsync(string hostName, CancellationToken cancellation) =>
            Task.FromResult<IReadOnlyList<IPAddress>>([]);
    }

    private sealed class NoDataPath : IDataPath
    {
        public Task<IReadOnlyList<ListenFailure>> ApplyAsync(RuntimeConfig config) =>
            Task.FromResult<IReadOnlyList<ListenFailure>>([]);

        public void RefreshEndpoints()
        {
            // Nothing is served.
        }
    }
}
