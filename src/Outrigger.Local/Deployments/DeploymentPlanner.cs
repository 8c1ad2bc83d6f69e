using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Outrigger.Local.Pods;
using Outrigger.Local.Processes;
using Outrigger.Resources;
using Outrigger.Resources.Kubernetes.Deployments;

namespace Outrigger.Local.Deployments;

/// <summary>What is to be done so that the pods are those that the Deployments ask for.</summary>
/// <param name="Create">Pods to make.</param>
/// <param name="Delete">Pods to take down.</param>
internal sealed record PodChanges(IReadOnlyList<PodPlan> Create, IReadOnlyList<ResourceKey> Delete);

/// <summary>
/// Compares Deployments with pods, as Kubernetes' deployment and replica-set controllers do together: a
/// changed template brings new pods first and takes old ones only as new ones become ready.
/// </summary>
internal sealed class DeploymentPlanner(ProcessesFile processes, Random random)
{
    private const int SuffixLength = 5;

    // Kubernetes' own alphabet for generated names: no vowels, so no words.
    private const string SuffixAlphabet = "bcdfghjklmnpqrstvwxz2456789";

    /// <summary>The changes that are due now; as pods become ready, further ones become due.</summary>
    public PodChanges Plan(
        IReadOnlyList<ResourceObject<DeploymentSpec>> deployments, IReadOnlyList<PodState> pods)
    {
        var create = new List<PodPlan>();
        var delete = new List<ResourceKey>();
        var living = pods
            .Where(pod => !pod.Plan.IsGateway && pod.Phase is not (PodPhase.Terminating or PodPhase.Gone))
            .ToLookup(pod => (pod.Plan.Namespace, pod.Plan.Deployment));
        var wanted = new HashSet<(string, string)>();
        foreach (var deployment in deployments)
        {
            if (processes.Find(deployment.Namespace, deployment.Name) is not { } process)
            {
                continue;
            }

            var key = (deployment.Namespace, deployment.Name);
            wanted.Add(key);
            PlanOne(deployment, process, [.. living[key]], create, delete);
        }

        foreach (var group in living.Where(group => !wanted.Contains(group.Key)))
        {
            delete.AddRange(group.Select(pod => pod.Plan.Key));
        }

        return new PodChanges(create, delete);
    }

    /// <summary>The Deployments that the processes file does not know, and so cannot run.</summary>
    public IEnumerable<ResourceObject<DeploymentSpec>> Unmapped(
        IEnumerable<ResourceObject<DeploymentSpec>> deployments) =>
        deployments.Where(deployment => processes.Find(deployment.Namespace, deployment.Name) is null);

    private void PlanOne(
        ResourceObject<DeploymentSpec> deployment,
        ProcessDefinition process,
        List<PodState> pods,
        List<PodPlan> create,
        List<ResourceKey> delete)
    {
        var desired = deployment.Spec.Replicas ?? 1;
        var hash = HashOf(deployment.Spec.Template ?? new PodTemplate(), process);
        var current = pods.Where(pod => pod.Plan.TemplateHash == hash).ToList();
        var outdated = pods.Where(pod => pod.Plan.TemplateHash != hash).ToList();

        for (var missing = desired - current.Count; missing > 0; missing--)
        {
            create.Add(NewPod(deployment, process, hash));
        }

        // Of too many, those go first that serve nobody yet, then the youngest.
        delete.AddRange(current
            .OrderByDescending(pod => pod.IsReady)
            .ThenBy(pod => pod.CreatedAt)
            .Skip(desired)
            .Select(pod => pod.Plan.Key));

        var outdatedAllowed = Math.Max(0, desired - current.Count(pod => pod.IsReady));
        delete.AddRange(outdated
            .OrderByDescending(pod => pod.IsReady)
            .ThenBy(pod => pod.CreatedAt)
            .Skip(outdatedAllowed)
            .Select(pod => pod.Plan.Key));
    }

    private PodPlan NewPod(ResourceObject<DeploymentSpec> deployment, ProcessDefinition process, string hash)
    {
        var template = deployment.Spec.Template;
        var spec = template?.Spec ?? new();
        var metadata = template?.Metadata ?? new ObjectMeta();
        return new PodPlan
        {
            Name = $"{deployment.Name}-{hash}-{NewSuffix()}",
            Namespace = deployment.Namespace,
            Deployment = deployment.Name,
            TemplateHash = hash,
            Labels = LabelsOf(metadata, hash),
            Annotations = metadata.Annotations,
            Spec = spec,
            Ports = process.Ports.Count > 0 ? process.Ports : ContainerPorts.TcpPorts(spec),
            Process = process,
        };
    }

    /// <summary>The template's labels, and those that Kubernetes and Istio's injector add.</summary>
    private static Dictionary<string, string> LabelsOf(ObjectMeta metadata, string hash)
    {
        var labels = new Dictionary<string, string>(metadata.Labels) { ["pod-template-hash"] = hash };
        // Peers may speak mutual TLS to it; a template may say otherwise.
        labels.TryAdd("security.istio.io/tlsMode", "istio");
        return labels;
    }

    private string NewSuffix()
    {
        lock (random)
        {
            return new string(random.GetItems<char>(SuffixAlphabet, SuffixLength));
        }
    }

    /// <summary>A short text that differs when the template or the process differs.</summary>
    private static string HashOf(PodTemplate template, ProcessDefinition process)
    {
        var text = new StringBuilder();
        var content = ResourceObject.Create(
            template.Metadata ?? new ObjectMeta(), template.Spec ?? new Resources.Kubernetes.Pods.PodSpec());
        text.Append(ResourceWriter.ToJson(content));
        text.AppendJoin('\0', process.Command).Append('\0').Append(process.WorkingDirectory);
        foreach (var (name, value) in process.Environment.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\0{name}={value}");
        }

        text.AppendJoin('\0', process.Ports);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
        return Convert.ToHexStringLower(hash)[..10];
    }
}
