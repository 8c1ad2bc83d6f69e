using Outrigger.Local.Supervision;

namespace Outrigger.Local.Pods;

/// <summary>Where the files of the mesh's processes are.</summary>
/// <param name="Logs">The folder with a folder of logs for each pod.</param>
/// <param name="Pods">
/// The folder with a folder for each pod's proxy: its bootstrap and its saved state.
/// </param>
internal sealed record PodFolders(string Logs, string Pods)
{
    /// <summary>The log of one of the pod's processes.</summary>
    public string LogOf(PodPlan plan, string process) => Path.Combine(Logs, plan.Name, $"{process}.log");

    /// <summary>The proxy's folder.</summary>
    public string Of(PodPlan plan) => Path.Combine(Pods, plan.Name);

    /// <summary>Where the proxy's bootstrap is written.</summary>
    public string BootstrapOf(PodPlan plan) => Path.Combine(Of(plan), "bootstrap.json");

    /// <summary>Where the proxy keeps what it last accepted.</summary>
    public string StateOf(PodPlan plan) => Path.Combine(Of(plan), "state");

    /// <summary>The token by which the proxy proves its workload to the certificate authority.</summary>
    public string TokenOf(PodPlan plan) => Path.Combine(Of(plan), "token");

    /// <summary>The roots that the proxy trusts.</summary>
    public string RootsOf(PodPlan plan) => Path.Combine(Of(plan), "root-cert.pem");

    /// <summary>The socket where the proxy gives its identity to other programs of the pod.</summary>
    public string SecretSocketOf(PodPlan plan) => Path.Combine(StateOf(plan), "sds.sock");

    /// <summary>Makes the proxy's folder, which <paramref name="owner"/> may write to.</summary>
    public void Create(PodPlan plan, ProcessIdentity? owner)
    {
        var state = StateOf(plan);
        Directory.CreateDirectory(state);
        if (owner is not null)
        {
            foreach (var folder in new[] { Path.GetDirectoryName(state)!, state })
            {
                _ = NativeMethods.ChangeOwner(folder, owner.UserId, owner.GroupId);
            }
        }
    }

    /// <summary>
    /// Removes the proxy's folder. The logs stay: a pod that is gone may be what one wants to read about.
    /// </summary>
    public void Delete(PodPlan plan)
    {
        var folder = Of(plan);
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (IOException)
        {
            // It is in nobody's way, and the next run removes it.
        }
    }
}
