namespace Outrigger.Testing.Corpora;

/// <summary>One request head of the desync corpus.</summary>
/// <param name="File">The file it is from.</param>
/// <param name="Name">Its title; not unique.</param>
/// <param name="Tier">What is expected of a proxy.</param>
/// <param name="Reason">Why, in the corpus's words.</param>
/// <param name="Bytes">
/// The head as it would be on the wire. The corpus leaves Host out; it is added here, so that its absence is
/// not what a request is refused for.
/// </param>
public sealed record DesyncCase(string File, string Name, DesyncTier Tier, string Reason, byte[] Bytes)
{
    public override string ToString() => $"{File}: {Name}";
}
