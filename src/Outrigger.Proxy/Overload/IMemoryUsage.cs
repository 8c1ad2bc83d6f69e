namespace Outrigger.Proxy.Overload;

/// <summary>How much memory the process uses.</summary>
internal interface IMemoryUsage
{
    /// <summary>Reads the amount; false when the system does not tell.</summary>
    /// <param name="bytes">The amount in bytes.</param>
    bool TryRead(out long bytes);
}
