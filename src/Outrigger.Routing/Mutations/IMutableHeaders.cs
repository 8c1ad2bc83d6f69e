namespace Outrigger.Routing.Mutations;

/// <summary>
/// The headers that a mutation changes: those of the request on its way up, or of the response on its way
/// down. Names are in lower case. Spans are valid during the call only: an implementation copies what it
/// keeps.
/// </summary>
public interface IMutableHeaders
{
    /// <summary>Whether there is a header of the name.</summary>
    /// <param name="lowerCaseName">The name.</param>
    bool Contains(ReadOnlySpan<byte> lowerCaseName);

    /// <summary>Removes every header of the name; does nothing if there is none.</summary>
    /// <param name="lowerCaseName">The name.</param>
    void Remove(ReadOnlySpan<byte> lowerCaseName);

    /// <summary>Replaces every header of the name by one.</summary>
    /// <param name="lowerCaseName">The name.</param>
    /// <param name="value">The new value.</param>
    void Replace(ReadOnlySpan<byte> lowerCaseName, ReadOnlySpan<byte> value);

    /// <summary>Adds a header next to those that there are.</summary>
    /// <param name="lowerCaseName">The name.</param>
    /// <param name="value">The value.</param>
    void Add(ReadOnlySpan<byte> lowerCaseName, ReadOnlySpan<byte> value);
}
