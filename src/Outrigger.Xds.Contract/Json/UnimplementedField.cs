namespace Outrigger.Xds.Contract.Json;

/// <summary>
/// A part of the configuration that Envoy knows, or may know, and that the contract does not hold: it has no
/// effect.
/// </summary>
/// <param name="Message">
/// The message that has the field, or, when <paramref name="Number"/> is 0, the type inside an <c>Any</c>
/// that is unimplemented as a whole.
/// </param>
/// <param name="Number">The field's number, or 0 for a whole type.</param>
/// <param name="Name">
/// The field's name upstream; null for a whole type, and for a field that upstream lacks too.
/// </param>
/// <param name="Path">The field, from the root: <c>static_resources.clusters[0].upstream_config</c>.</param>
/// <param name="Position">Where it was found, when it was read from a document.</param>
public sealed record UnimplementedField(
    string Message, int Number, string? Name, string Path, DocumentPosition? Position = null)
{
    /// <summary>The message for a person.</summary>
    /// <returns>One line that names the field or type, and where it is.</returns>
    public override string ToString()
    {
        string where = Position is { } position ? position.ToString() : Path;
        return (Number, Name) switch
        {
            (0, _) => $"unimplemented type {Message} at {where}",
            (_, null) => $"unknown field number {Number} of {Message} at {where}",
            _ => $"unimplemented field {Message}.{Name} at {where}",
        };
    }
}
