using System.Text.Json;
using System.Text.Json.Serialization;
using Outrigger.Identity.Issuing;
using Outrigger.Identity.Storage;

namespace Outrigger.Identity.Rotation;

/// <summary>
/// The issuers and the state of the rotation on disk. Each write replaces one file or one folder in one step, and what
/// is referred to is written before what refers to it.
/// </summary>
internal sealed class IssuerStore
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly string _folder;

    public IssuerStore(string folder)
    {
        _folder = folder;
        PrivateFiles.CreateFolder(folder);
        PrivateFiles.CreateFolder(Issuers);
    }

    private string Issuers => Path.Combine(_folder, "issuers");

    private string StateFile => Path.Combine(_folder, "rotation.json");

    /// <summary>The state that was saved last; null when there was none.</summary>
    /// <exception cref="InvalidIssuerException">It was damaged.</exception>
    public RotationState? LoadState()
    {
        if (!File.Exists(StateFile)) return null;
        try
        {
            return JsonSerializer.Deserialize<RotationState>(File.ReadAllText(StateFile), Json)
                ?? throw new JsonException("null");
        }
        catch (JsonException exception)
        {
            throw new InvalidIssuerException($"{StateFile} was damaged", exception);
        }
    }

    public void SaveState(RotationState state) =>
        PrivateFiles.Replace(StateFile, JsonSerializer.Serialize(state, Json));

    public Issuer Load(string id) => IssuerFiles.ReadStored(FolderOf(id));

    public void Save(Issuer issuer) => IssuerFiles.Store(issuer, FolderOf(issuer.Id));

    /// <summary>Destroys the key of an issuer that signs no more.</summary>
    public void DeleteKey(string id) => File.Delete(Path.Combine(FolderOf(id), IssuerFiles.KeyFile));

    /// <summary>Removes every issuer that the state does not name.</summary>
    public void RemoveAllBut(RotationState state)
    {
        foreach (var folder in Directory.GetDirectories(Issuers))
        {
            var name = Path.GetFileName(folder);
            if (name != state.Active && name != state.Other) Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Writes the roots that the mesh trusts, which are no secret.</summary>
    public void SaveBundle(string pem) =>
        PrivateFiles.ReplacePublic(Path.Combine(_folder, IssuerFiles.RootFile), pem);

    private string FolderOf(string id) => Path.Combine(Issuers, id);
}
