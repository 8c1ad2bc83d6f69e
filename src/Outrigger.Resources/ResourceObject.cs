using Outrigger.Resources.Text;

namespace Outrigger.Resources;

/// <summary>
/// One object of a known kind, immutable. Objects read from text remember where they and each of their fields
/// stand.
/// </summary>
public abstract class ResourceObject
{
    private protected ResourceObject(
        ResourceKind kind, string apiVersion, ObjectMeta metadata, object? status)
    {
        Kind = kind;
        ApiVersion = apiVersion;
        Metadata = metadata;
        Status = status;
        Key = new ResourceKey(kind.Name, kind.IsNamespaced ? Namespace : "", Name);
    }

    /// <summary>The kind.</summary>
    public ResourceKind Kind { get; }

    /// <summary>The API version in which the object was written.</summary>
    public string ApiVersion { get; }

    /// <summary>Name, labels and bookkeeping.</summary>
    public ObjectMeta Metadata { get; }

    /// <summary>The identity.</summary>
    public ResourceKey Key { get; }

    /// <summary>The name.</summary>
    public string Name => Metadata.Name ?? "";

    /// <summary>
    /// The namespace: <c>default</c> where the object names none, empty for kinds without namespaces.
    /// </summary>
    public string Namespace =>
        Kind.IsNamespaced ? Metadata.Namespace ?? ResourceKey.DefaultNamespace : "";

    /// <summary>The labels.</summary>
    public IReadOnlyDictionary<string, string> Labels => Metadata.Labels;

    /// <summary>The content, of the type <see cref="ResourceKind.SpecType"/>.</summary>
    public IResourceSpec Content => ContentCore;

    /// <summary>
    /// The status, of the type <see cref="ResourceKind.StatusType"/>; null when there is none.
    /// </summary>
    public object? Status { get; }

    /// <summary>Where the object begins.</summary>
    public SourcePosition Position => Source?.PositionOf("") ?? SourcePosition.None;

    /// <summary>
    /// What the reader had to say about the object, such as fields that are not acted upon; no errors.
    /// </summary>
    public IReadOnlyList<Diagnostic> Findings { get; internal init; } = [];

    internal SourceMap? Source { get; init; }

    private protected abstract IResourceSpec ContentCore { get; }

    /// <summary>
    /// Where a field stands, by its path such as <c>spec.http[0].match[1].headers[end-user].exact</c>; for a
    /// field that is not there, the place of the nearest one around it.
    /// </summary>
    public SourcePosition PositionOf(string path) => Source?.PositionOf(path) ?? SourcePosition.None;

    /// <summary>The same object with other metadata.</summary>
    public abstract ResourceObject WithMetadata(ObjectMeta metadata);

    /// <summary>The same object with another status.</summary>
    public abstract ResourceObject WithStatus(object? status);

    /// <summary>An object made by code rather than read from a text.</summary>
    public static ResourceObject<TSpec> Create<TSpec>(ObjectMeta metadata, TSpec spec, object? status = null)
        where TSpec : class, IResourceSpec
    {
        ResourceKind kind = ResourceKinds.Of<TSpec>();
        return new ResourceObject<TSpec>(kind, kind.ApiVersion, metadata, spec, status);
    }

    /// <summary>The kind, namespace and name.</summary>
    public override string ToString() => Key.ToString();
}
