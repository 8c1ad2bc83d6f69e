using Google.Protobuf;

namespace Outrigger.Xds.Contract.Json;

/// <summary>What came of reading a document.</summary>
/// <typeparam name="T">The message's type.</typeparam>
/// <param name="Message">
/// The message, without the parts that had errors; use it only when there are none.
/// </param>
/// <param name="Errors">Every mistake, in the order of the document.</param>
/// <param name="Unimplemented">The fields and types that are right but without effect.</param>
/// <param name="Positions">
/// Where each field that was read stands, by path, for messages about its meaning.
/// </param>
public sealed record ProtoDocument<T>(
    T Message,
    IReadOnlyList<DocumentError> Errors,
    IReadOnlyList<UnimplementedField> Unimplemented,
    IReadOnlyDictionary<string, DocumentPosition> Positions)
    where T : IMessage
{
    /// <summary>Whether the document had no errors.</summary>
    public bool IsValid => Errors.Count == 0;
}
