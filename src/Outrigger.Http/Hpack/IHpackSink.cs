namespace Outrigger.Http.Hpack;

/// <summary>Takes the fields of a block in their order.</summary>
public interface IHpackSink
{
    /// <summary>
    /// Takes a field. It cannot stop the decoder, since the block must be read to its end for the sake of the
    /// table; it ignores what it does not want.
    /// </summary>
    void OnField(in HpackField field);
}
