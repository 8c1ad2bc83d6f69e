using System.Security.Cryptography;

namespace Outrigger.Local;

/// <summary>The folder of one mesh, held by one <c>outrigger up</c> at a time.</summary>
internal sealed class MeshHome : IDisposable
{
    private const UnixFileMode OwnerOnly =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream _lock;

    private MeshHome(string path, FileStream lockFile, string meshId)
    {
        Path = path;
        _lock = lockFile;
        MeshId = meshId;
    }

    /// <summary>The folder, absolute.</summary>
    public string Path { get; }

    /// <summary>
    /// Six hexadecimal digits that name this mesh on this machine: in processes' environments, network
    /// namespaces and interfaces. The same for as long as the folder lives, so that one run knows what
    /// another left.
    /// </summary>
    public string MeshId { get; }

    /// <summary>The folder of logs of the present or last run.</summary>
    public string Logs => System.IO.Path.Combine(Path, "logs");

    /// <summary>The folder of the proxies' files of the present or last run.</summary>
    public string Pods => System.IO.Path.Combine(Path, "pods");

    /// <summary>The folder of the control plane's certificate authority, which outlives a run.</summary>
    public string Identity => System.IO.Path.Combine(Path, "identity");

    /// <summary>The public key of the workloads' tokens.</summary>
    public string WorkloadTokenKeys => System.IO.Path.Combine(Identity, "workload-token-keys.json");

    /// <summary>The roots that the mesh trusts, as the control plane keeps them.</summary>
    public string TrustedRoots => System.IO.Path.Combine(Identity, "root-cert.pem");

    /// <summary>The resources that the runtime itself adds to the user's.</summary>
    public string IngressFile => System.IO.Path.Combine(Path, "ingress.yaml");

    /// <summary>Takes the folder, which is made if need be.</summary>
    /// <exception cref="LocalRuntimeException">It cannot be made, or another run has it.</exception>
    public static MeshHome Take(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(path, OwnerOnly);
            var lockFile = Lock(path);
            return new MeshHome(path, lockFile, ReadOrCreateMeshId(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LocalRuntimeException(
                $"cannot use the state folder {path}: {exception.Message}", exception);
        }
    }

    /// <summary>Removes what the last run left that the next must not see.</summary>
    public void Clean()
    {
        foreach (var folder in new[] { Logs, Pods }.Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Gives the folder back.</summary>
    public void Dispose() => _lock.Dispose();

    private static FileStream Lock(string path)
    {
        try
        {
            // The lock is the kernel's (flock): it ends with this process, however that ends.
            return new FileStream(
                System.IO.Path.Combine(path, "up.lock"),
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None);
        }
        catch (IOException)
        {
            throw new LocalRuntimeException(
                $"'outrigger up' already runs with the state folder {path}; "
                + "stop it, or choose another with --state-dir");
        }
    }

    private static string ReadOrCreateMeshId(string path)
    {
        var file = System.IO.Path.Combine(path, "mesh-id");
        if (File.Exists(file) && File.ReadAllText(file).Trim() is { Length: 6 } known)
        {
            return known;
        }

        var created = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(3));
        File.WriteAllText(file, created);
        return created;
    }
}
