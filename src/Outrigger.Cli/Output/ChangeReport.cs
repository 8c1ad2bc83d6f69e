using Outrigger.Cli.Options;
using Outrigger.ControlPlane.Api.Contract;
using Outrigger.ControlPlane.Client;

namespace Outrigger.Cli.Output;

/// <summary>Tells what became of applied or deleted objects, and which proxies run with it.</summary>
internal sealed class ChangeReport(CommandConsole console, OutputFormat format)
{
    private readonly List<AppliedObject> _objects = [];
    private ApplyResult? _last;

    /// <summary>
    /// Adds the answer to one request. Lines for people are written at once, with warnings on the side.
    /// </summary>
    public void Add(ApplyResult result)
    {
        _last = result;
        _objects.AddRange(result.Objects);
        foreach (var changed in result.Objects)
        {
            if (format == OutputFormat.Table) console.Out.WriteLine($"{NameOf(changed)} {changed.Action}");
            if (format == OutputFormat.Name) console.Out.WriteLine(NameOf(changed));
            foreach (var message in changed.Messages) console.Error.WriteLine(message);
        }
    }

    /// <summary>Sends one file after the other until one is refused, and tells what became of them.</summary>
    /// <param name="files">The files.</param>
    /// <param name="wait">How long to wait for the proxies in the end; null not to wait.</param>
    /// <param name="send">Sends one file.</param>
    /// <returns>The status to exit with.</returns>
    public async Task<int> SendAllAsync(
        IReadOnlyList<InputFile> files, TimeSpan? wait, Func<InputFile, TimeSpan?, Task<ApplyResult>> send)
    {
        for (var i = 0; i < files.Count; i++)
        {
            // A version holds those before it, so waiting for the last is waiting for all.
            var waitForThis = i == files.Count - 1 ? wait : null;
            try
            {
                Add(await send(files[i], waitForThis));
            }
            catch (ManagementException refusal) when (refusal.Diagnostics.Count > 0 || i > 0)
            {
                Finish();
                return Refused(files[i].Name, refusal, [.. files.Skip(i + 1).Select(file => file.Name)]);
            }
        }

        return Finish();
    }

    /// <summary>Writes what programs want to have in one piece, and judges how far the proxies are.</summary>
    /// <returns>The status to exit with.</returns>
    public int Finish()
    {
        if (_last is not { } last) return ExitStatus.Success;
        if (format is OutputFormat.Json or OutputFormat.Yaml)
        {
            DataWriter.Write(console, last with { Objects = _objects }, format);
        }

        return last.Sync is { } sync ? ReportSync(sync) : ExitStatus.Success;
    }

    private int Refused(string file, ManagementException refusal, IReadOnlyList<string> notTried)
    {
        foreach (var diagnostic in refusal.Diagnostics) console.Error.WriteLine(diagnostic);
        console.Error.WriteLine($"outrigger: {file}: {refusal.Message}; nothing of this file took effect");
        if (notTried.Count > 0)
        {
            console.Error.WriteLine($"outrigger: not tried after that: {string.Join(", ", notTried)}");
        }

        return ExitStatus.Failure;
    }

    private int ReportSync(SyncView sync)
    {
        foreach (var rejection in sync.Rejected)
        {
            var proxy = ProxyName.Of(rejection.Proxy);
            console.Error.WriteLine($"outrigger: {proxy} rejected {rejection.Type}: {rejection.Message}");
        }

        if (sync.Pending.Count > 0)
        {
            var names = string.Join(", ", sync.Pending.Select(ProxyName.Of).Order(StringComparer.Ordinal));
            console.Error.WriteLine($"outrigger: not acknowledged in time by {names}");
        }

        if (sync.Rejected.Count > 0) return ExitStatus.Failure;
        if (sync.Pending.Count > 0) return ExitStatus.NotSynced;
        if (format == OutputFormat.Table)
        {
            var count = sync.Synced.Count;
            console.Out.WriteLine($"acknowledged by {count} {(count == 1 ? "proxy" : "proxies")}");
        }

        return ExitStatus.Success;
    }

    private static string NameOf(AppliedObject changed) =>
        $"{changed.Kind.ToLowerInvariant()}/{changed.Name}";
}
