using Outrigger.Proxy.Dynamic;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Workers;

namespace Outrigger.Proxy.Hosting;

/// <summary>The workers as the control side sees them. Remembers how far they have followed.</summary>
internal sealed class WorkerDataPath(WorkerPool workers) : IDataPath
{
    private long _appliedVersion;

    /// <summary>The version of the newest snapshot that all workers serve.</summary>
    public long AppliedVersion => Volatile.Read(ref _appliedVersion);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ListenFailure>> ApplyAsync(RuntimeConfig config)
    {
        IReadOnlyList<ListenFailure> failures = await workers.ApplyAsync(config);
        Volatile.Write(ref _appliedVersion, Math.Max(AppliedVersion, config.Version));
        return failures;
    }

    /// <inheritdoc/>
    public void RefreshEndpoints() => workers.RefreshEndpoints();
}
