using System.Security.Cryptography;
using System.Text;
using Outrigger.Resources;
using Outrigger.Resources.Validation;

namespace Outrigger.Config.Applied;

/// <summary>
/// Keeps applied objects on disk, one YAML file each. A file is replaced by an atomic rename after it was
/// flushed, so after a crash every file is either the old or the new one. Not thread-safe.
/// </summary>
public sealed class AppliedObjectDirectory
{
    private const string Extension = ".yaml";
    private const string TemporaryExtension = ".tmp";

    /// <summary>Room for the extensions below the usual limit of 255 bytes for a file's name.</summary>
    private const int StemLengthMax = 200;

    private readonly string _folder;

    /// <summary>Opens the directory, which is created if it does not exist.</summary>
    /// <exception cref="IOException">It cannot be created.</exception>
    public AppliedObjectDirectory(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
    }

    /// <summary>
    /// Reads everything. A file that cannot be read is left alone and reported, and does not harm the others.
    /// </summary>
    public ReadResult Load()
    {
        var objects = new Dictionary<ResourceKey, ResourceObject>();
        var diagnostics = new List<Diagnostic>();
        foreach (string path in Directory.EnumerateFiles(_folder, "*" + Extension).Order(
            StringComparer.Ordinal))
        {
            ReadResult read;
            try
            {
                read = ResourceReader.Read(File.ReadAllText(path), path);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                diagnostics.Add(Corrupt(path, exception.Message));
                continue;
            }

            foreach (ResourceObject resource in read.Objects) objects[resource.Key] = resource;
            Diagnostic? error =
                read.Diagnostics.FirstOrDefault(finding => finding.Severity == Severity.Error);
            if (error is not null) diagnostics.Add(Corrupt(path, error.ToString()));
            else if (read.Objects.Count == 0) diagnostics.Add(Corrupt(path, "it holds no object"));
        }

        return new ReadResult { Objects = [.. objects.Values], Diagnostics = diagnostics };
    }

    /// <summary>Stores an object; when this returns, it survives a crash.</summary>
    /// <exception cref="IOException">
    /// The disk is full or broken; the object stored before is still there.
    /// </exception>
    /// <exception cref="ArgumentException">The object's name is none that Kubernetes allows.</exception>
    public void Write(ResourceObject resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        string path = PathOf(resource.Key);
        string temporary = path + TemporaryExtension;
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            stream.Write(Encoding.UTF8.GetBytes(ResourceWriter.ToYaml(resource)));
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
        FolderSync.Flush(_folder);
    }

    /// <summary>Deletes an object; does nothing when it is not there.</summary>
    /// <exception cref="IOException">It cannot be deleted.</exception>
    public void Delete(ResourceKey key)
    {
        File.Delete(PathOf(key));
        FolderSync.Flush(_folder);
    }

    private static Diagnostic Corrupt(string path, string cause) => new()
    {
        Severity = Severity.Error,
        Code = ConfigCodes.CorruptStoredObject,
        Message = $"the stored object cannot be read back and is left out: {cause}",
        Position = new SourcePosition(path, 0, 0),
    };

    private string PathOf(ResourceKey key)
    {
        // The name becomes a part of a path, so what is no proper name must not get here.
        if (!Names.IsDnsSubdomain(key.Name) || (key.Namespace.Length > 0 && !Names.IsDnsLabel(key.Namespace)))
        {
            throw new ArgumentException($"{key} has no proper name", nameof(key));
        }

        // No name holds an underscore, so different keys have different stems.
        string stem = $"{key.Kind}_{key.Namespace}_{key.Name}";
        if (stem.Length > StemLengthMax)
        {
            string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(stem)));
            stem = stem[..(StemLengthMax - hash.Length)] + hash;
        }

        return Path.Combine(_folder, stem + Extension);
    }
}
