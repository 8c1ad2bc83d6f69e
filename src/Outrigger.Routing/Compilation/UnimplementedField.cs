namespace Outrigger.Routing.Compilation;

/// <summary>
/// A field that was set and that the decision does not follow. The resource is used all the same; whoever
/// compiled it reports the field, so that nothing is ignored in silence.
/// </summary>
/// <param name="FieldPath">The field, in protobuf names from the resource's root.</param>
/// <param name="Consequence">One sentence: what happens instead.</param>
public readonly record struct UnimplementedField(string FieldPath, string Consequence)
{
    /// <summary>The field path and the consequence.</summary>
    public override string ToString() => $"{FieldPath}: {Consequence}";
}
