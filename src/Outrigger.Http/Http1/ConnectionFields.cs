namespace Outrigger.Http.Http1;

/// <summary>
/// The fields that belong to one connection or frame one message. Writers derive them from the head and never
/// copy them from a map.
/// </summary>
internal static class ConnectionFields
{
    /// <summary>
    /// Whether the field is one of them; they have the lowest numbers so that this is one comparison.
    /// </summary>
    internal static bool Contains(KnownHeader id) =>
        (uint)(id - KnownHeader.Connection) <= KnownHeader.Upgrade - KnownHeader.Connection;
}
