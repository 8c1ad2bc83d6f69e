namespace Outrigger.Resources;

/// <summary>An object whose content has the type <typeparamref name="TSpec"/>.</summary>
/// <typeparam name="TSpec">The record of the content, for example <c>VirtualServiceSpec</c>.</typeparam>
public sealed class ResourceObject<TSpec> : ResourceObject
    where TSpec : class, IResourceSpec
{
    internal ResourceObject(
        ResourceKind kind, string apiVersion, ObjectMeta metadata, TSpec spec, object? status)
        : base(kind, apiVersion, metadata, status) => Spec = spec;

    /// <summary>The content.</summary>
    public TSpec Spec { get; }

    private protected override IResourceSpec ContentCore => Spec;

    /// <inheritdoc/>
    public override ResourceObject WithMetadata(ObjectMeta metadata) =>
        new ResourceObject<TSpec>(Kind, ApiVersion, metadata, Spec, Status)
        {
            Source = Source,
            Findings = Findings,
        };

    /// <inheritdoc/>
    public override ResourceObject WithStatus(object? status) =>
        new ResourceObject<TSpec>(Kind, ApiVersion, Metadata, Spec, status)
        {
            Source = Source,
            Findings = Findings,
        };
}
