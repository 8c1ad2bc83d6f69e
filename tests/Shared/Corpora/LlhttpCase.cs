namespace Outrigger.Testing.Corpora;

/// <summary>
/// One block of llhttp's request tests: bytes, and the events that its parser reports for them.
/// </summary>
/// <param name="File">The file it is from.</param>
/// <param name="Name">The heading above it; not unique.</param>
/// <param name="Mode">The parser mode: "request" is the strict one.</param>
/// <param name="Bytes">The input, with a Host field added to every HTTP/1.1 message that has none.</param>
/// <param name="Messages">
/// The messages that were begun, in their order; the last one may be incomplete.
/// </param>
/// <param name="ErrorCode">
/// The code of the error that ends the log; 0 when there is none. 5 is data after "Connection: close", 22 and
/// 23 are pauses at an upgrade: these leave the message before them valid.
/// </param>
public sealed record LlhttpCase(
    string File, string Name, string Mode, byte[] Bytes, IReadOnlyList<LlhttpMessage> Messages, int ErrorCode)
{
    /// <summary>Whether the input itself is refused.</summary>
    public bool IsInvalid => ErrorCode is not (0 or 5 or 22 or 23);

    public override string ToString() => $"{File}: {Name}";
}
