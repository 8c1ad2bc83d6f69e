using Outrigger.Proxy.Configuration;
using Outrigger.Proxy.Stats;
using Outrigger.Xds.Client;

namespace Outrigger.Proxy.Dynamic;

/// <summary>One load assignment that was discovered. Guarded by the control gate.</summary>
internal sealed class EndpointEntry
{
    /// <summary>The accepted version, or null.</summary>
    public RawResource? Raw { get; set; }

    /// <summary>What was made of it, or null.</summary>
    public EndpointPlan? Plan { get; set; }

    /// <summary>The last version if it was rejected, or null.</summary>
    public RejectedResource? Rejected { get; set; }
}

/// <summary>
/// Keeps the discovered load assignments, so that a changed cluster goes on with the endpoints that are known
/// instead of waiting for the server to send the same ones again. Guarded by the control gate.
/// </summary>
internal sealed class EndpointManager(ManagerContext context)
{
    private readonly SortedDictionary<string, EndpointEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>All load assignments, by name.</summary>
    public IReadOnlyDictionary<string, EndpointEntry> Entries => _entries;

    /// <summary>Grows with every accepted change.</summary>
    public long ChangesCount { get; private set; }

    /// <summary>The endpoints under a name, or null when they are not known yet.</summary>
    public EndpointPlan? Find(string name) => _entries.GetValueOrDefault(name)?.Plan;

    /// <summary>
    /// Takes an update from the management server and gives it to the clusters that need it.
    /// </summary>
    /// <returns>What was rejected; the rest is in force.</returns>
    public IReadOnlyList<ResourceRejection> Take(ResourceUpdate update, ClusterManager clusters)
    {
        ILookup<string, ClusterInstance> instances = clusters.Entries
            .SelectMany(entry => entry.Instances)
            .Where(instance => instance.Compiled.EdsName is not null)
            .ToLookup(instance => instance.Compiled.EdsName!, StringComparer.Ordinal);
        List<ResourceRejection> rejections = [];
        foreach (ReceivedResource resource in update.Resources)
        {
            if (Take(context.Received(resource), instances[resource.Name].ToArray()) is { } rejection)
            {
                rejections.Add(rejection);
            }
        }

        // Endpoints that a cluster has stay when their resource goes; a cluster that waits for them waits no
        // longer.
        foreach (ClusterInstance instance in update.Removed.SelectMany(name => instances[name]).ToArray())
        {
            instance.Model.Stats.AddFromControl(ClusterStat.UpdateEmpty);
            instance.TakeAbsence();
        }

        return rejections;
    }

    /// <summary>Forgets the load assignments that no cluster needs any more.</summary>
    public void Retain(IReadOnlySet<string> names)
    {
        foreach (string name in _entries.Keys.Where(name => !names.Contains(name)).ToArray())
        {
            _entries.Remove(name);
            ChangesCount++;
        }
    }

    private ResourceRejection? Take(RawResource raw, ClusterInstance[] instances)
    {
        if (!_entries.TryGetValue(raw.Name, out EndpointEntry? entry))
        {
            _entries.Add(raw.Name, entry = new EndpointEntry());
        }

        foreach (ClusterInstance instance in instances)
        {
            instance.Model.Stats.AddFromControl(ClusterStat.UpdateAttempt);
        }

        var report = new CompileReport();
        EndpointPlan? plan = context.Parse(raw, ResourceKinds.Endpoints, report) is { } assignment
            ? EndpointCompiler.Compile(assignment, takesNames: false, FieldPath.Root, report)
            : null;
        if (plan is null || report.HasErrors)
        {
            entry.Rejected = new RejectedResource(raw, report.ErrorText);
            Count(instances, ClusterStat.UpdateRejected);
            return new ResourceRejection(raw.Name, report.Errors[0].Path, RejectionText.Of(report));
        }

        context.Unimplemented.Add($"endpoints \"{raw.Name}\"", report.Warnings);
        entry.Rejected = null;
        entry.Raw = raw;
        entry.Plan = plan;
        ChangesCount++;
        Count(instances, ClusterStat.UpdateSuccess);
        foreach (ClusterInstance instance in instances)
        {
            instance.Take(plan);
        }

        return null;
    }

    private static void Count(ClusterInstance[] instances, ClusterStat stat)
    {
        foreach (ClusterInstance instance in instances)
        {
            instance.Model.Stats.AddFromControl(stat);
        }
    }
}
