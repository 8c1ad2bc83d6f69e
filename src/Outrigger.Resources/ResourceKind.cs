namespace Outrigger.Resources;

/// <summary>A kind of object that the mesh knows: its names, versions and record types.</summary>
public sealed class ResourceKind
{
    /// <summary>The kind's name, for example <c>VirtualService</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The API group; empty for the Kubernetes core group.</summary>
    public required string Group { get; init; }

    /// <summary>The accepted versions, the preferred one first.</summary>
    public required IReadOnlyList<string> Versions { get; init; }

    /// <summary>The plural in lower case, for example <c>virtualservices</c>.</summary>
    public required string Plural { get; init; }

    /// <summary>Abbreviations for command lines, for example <c>vs</c>.</summary>
    public IReadOnlyList<string> ShortNames { get; init; } = [];

    /// <summary>Whether objects of the kind live in namespaces.</summary>
    public bool IsNamespaced { get; init; } = true;

    /// <summary>The record of the content.</summary>
    public required Type SpecType { get; init; }

    /// <summary>
    /// The record of the status; null where the status is kept untyped or the kind has none.
    /// </summary>
    public Type? StatusType { get; init; }

    /// <summary>
    /// Whether the content is under the key <c>spec</c>; otherwise its fields are at the top level of the
    /// object.
    /// </summary>
    public bool HasSpecKey { get; init; } = true;

    /// <summary>Whether an object without <c>spec</c> is an error.</summary>
    public bool IsSpecRequired { get; init; }

    /// <summary>The preferred <c>apiVersion</c> of the kind.</summary>
    public string ApiVersion => ApiVersionOf(Versions[0]);

    /// <summary>The singular in lower case, for example <c>virtualservice</c>.</summary>
    public string Singular => Name.ToLowerInvariant();

    /// <summary>
    /// The <c>apiVersion</c> of one of the versions: <c>group/version</c>, or the version alone.
    /// </summary>
    public string ApiVersionOf(string version) => Group.Length == 0 ? version : $"{Group}/{version}";

    /// <summary>The kind's name.</summary>
    public override string ToString() => Name;
}
