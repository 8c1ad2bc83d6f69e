namespace Outrigger.Http.Http1;

/// <summary>Where the payload lies in an input span, and how much of the input is done with.</summary>
/// <param name="Consumed">Bytes that must not be given again.</param>
/// <param name="PayloadStart">Offset of the payload's first byte.</param>
/// <param name="PayloadLength">Length of the payload; 0 when there is none in this step.</param>
public readonly record struct Http1BodySlice(int Consumed, int PayloadStart, int PayloadLength);
