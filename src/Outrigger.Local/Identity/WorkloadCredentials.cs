using System.Collections.Concurrent;
using Outrigger.Local.Pods;
using Outrigger.Local.Supervision;
using Outrigger.Resources;

namespace Outrigger.Local.Identity;

/// <summary>
/// Keeps in each pod's folder what its proxy needs to get an identity: a token that is always good, and the mesh's
/// trusted roots. What Kubernetes' kubelet and a ConfigMap do in a cluster. Safe for any thread.
/// </summary>
internal sealed class WorkloadCredentials : IDisposable
{
    // A token is good for one key. Whoever lost the certificate that it got by one finds another soon.
    private static readonly TimeSpan TokenInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);

    private readonly WorkloadTokenIssuer _issuer;
    private readonly PodFolders _folders;
    private readonly MeshHome _home;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<ResourceKey, Holder> _holders = new();

    /// <summary>Makes the keeper, and the key that it signs tokens with.</summary>
    /// <param name="home">The mesh's folder, where the control plane finds the public key and writes the roots.</param>
    /// <param name="folders">Where the pods' folders are.</param>
    /// <param name="time">The clock.</param>
    public WorkloadCredentials(MeshHome home, PodFolders folders, TimeProvider time)
    {
        _issuer = new WorkloadTokenIssuer(time);
        _folders = folders;
        _home = home;
        _time = time;
    }

    /// <summary>Writes the public key, by which the control plane knows our tokens, before it starts.</summary>
    public void WritePublicKeys()
    {
        Directory.CreateDirectory(
            _home.Identity, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        CredentialFiles.Replace(_home.WorkloadTokenKeys, _issuer.PublicKeys, CredentialFiles.Secret, owner: null);
    }

    /// <summary>
    /// Gives a pod a fresh token and the newest roots, and from then on keeps both so. To be called before every
    /// start of its proxy: the proxy that was there before has used up the token.
    /// </summary>
    /// <param name="plan">The pod; its folder exists.</param>
    /// <param name="owner">Whom its proxy runs as; null for this process's user.</param>
    public void Renew(PodPlan plan, ProcessIdentity? owner)
    {
        var holder = new Holder(plan, owner);
        WriteToken(holder);
        if (ReadRoots() is { } roots)
        {
            WriteRoots(holder, roots);
        }

        _holders[plan.Key] = holder;
    }

    /// <summary>Forgets a pod that is gone.</summary>
    public void Forget(PodPlan plan) => _holders.TryRemove(plan.Key, out _);

    /// <summary>Keeps all files fresh until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var tokensAt = _time.GetTimestamp();
        while (true)
        {
            await Task.Delay(LookInterval, _time, cancellation);
            var areTokensDue = _time.GetElapsedTime(tokensAt) >= TokenInterval;
            tokensAt = areTokensDue ? _time.GetTimestamp() : tokensAt;
            var roots = ReadRoots();
            foreach (var holder in _holders.Values)
            {
                Refresh(holder, roots, areTokensDue);
            }
        }
    }

    /// <summary>Forgets the key.</summary>
    public void Dispose() => _issuer.Dispose();

    private void Refresh(Holder holder, string? roots, bool isTokenDue)
    {
        try
        {
            if (roots is not null && roots != holder.Roots)
            {
                WriteRoots(holder, roots);
            }

            if (isTokenDue)
            {
                WriteToken(holder);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Either the pod has gone, and its folder with it, or the disk is full: then the next time may do better.
            if (!Directory.Exists(_folders.Of(holder.Plan)))
            {
                Forget(holder.Plan);
            }
        }
    }

    private void WriteToken(Holder holder) => CredentialFiles.Replace(
        _folders.TokenOf(holder.Plan), _issuer.Issue(holder.Plan), CredentialFiles.Secret, holder.Owner);

    private void WriteRoots(Holder holder, string roots)
    {
        CredentialFiles.Replace(_folders.RootsOf(holder.Plan), roots, CredentialFiles.Public, holder.Owner);
        holder.Roots = roots;
    }

    private string? ReadRoots()
    {
        try
        {
            return File.ReadAllText(_home.TrustedRoots);
        }
        catch (IOException)
        {
            // The control plane writes it when it starts for the first time.
            return null;
        }
    }

    private sealed class Holder(PodPlan plan, ProcessIdentity? owner)
    {
        public PodPlan Plan { get; } = plan;

        public ProcessIdentity? Owner { get; } = owner;

        public string? Roots { get; set; }
    }
}
