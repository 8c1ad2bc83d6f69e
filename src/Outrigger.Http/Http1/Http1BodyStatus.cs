namespace Outrigger.Http.Http1;

/// <summary>What came of feeding an <see cref="Http1BodyDecoder"/>.</summary>
public enum Http1BodyStatus : byte
{
    /// <summary>There is no payload in the rest of the input; more must be received.</summary>
    NeedMoreData = 0,

    /// <summary>A slice of payload was found; call again with what is behind the consumed bytes.</summary>
    Payload = 1,

    /// <summary>
    /// The message is complete; what is behind the consumed bytes belongs to the next one. The last slice of
    /// payload may come together with this.
    /// </summary>
    Complete = 2,

    /// <summary>The content is malformed; the connection must be closed.</summary>
    Error = 3,
}
