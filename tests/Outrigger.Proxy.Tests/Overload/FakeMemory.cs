using Outrigger.Proxy.Overload;

namespace Outrigger.Proxy.Tests.Overload;

/// <summary>Memory that a test fills.</summary>
internal sealed class FakeMemory : IMemoryUsage
{
    public long? Bytes { get; set; } = 0;

    public bool TryRead(out long bytes)
    {
        bytes = Bytes ?? 0;
        return Bytes is not null;
    }
}
