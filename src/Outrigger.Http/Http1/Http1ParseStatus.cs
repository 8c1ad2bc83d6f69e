namespace Outrigger.Http.Http1;

/// <summary>What came of feeding a head parser.</summary>
public enum Http1ParseStatus : byte
{
    /// <summary>The head is not complete; call again with the same bytes and more behind them.</summary>
    NeedMoreData = 0,

    /// <summary>The head is complete and filled in.</summary>
    Complete = 1,

    /// <summary>
    /// The message is refused; the parser's error tells why. The connection must be closed.
    /// </summary>
    Error = 2,
}
