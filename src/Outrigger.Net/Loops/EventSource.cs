using Outrigger.Net.Native;

namespace Outrigger.Net.Loops;

/// <summary>Something with a descriptor that a loop watches.</summary>
public abstract class EventSource
{
    private protected EventSource(EventLoop loop) => Loop = loop;

    /// <summary>The loop that owns it; all members are for that loop's thread.</summary>
    public EventLoop Loop { get; }

    /// <summary>The descriptor, or -1 when closed.</summary>
    internal int Descriptor { get; set; } = -1;

    internal abstract void OnEvents(EpollEvents events);

    /// <summary>
    /// Called when the loop ends, or after this source's own code failed: close without ceremony.
    /// </summary>
    internal abstract void OnLoopDrop();
}
