namespace Outrigger.Xds.Server;

/// <summary>
/// Names one stream of one client for as long as the server runs; a reconnected client gets a new one.
/// </summary>
/// <param name="Value">Rises with every stream.</param>
public readonly record struct ClientId(long Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("x");
}
