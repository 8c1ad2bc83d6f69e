namespace Outrigger.Net.Native;

/// <summary>The event bits of <c>epoll(7)</c>.</summary>
[Flags]
internal enum EpollEvents : uint
{
    None = 0,
    Readable = 0x001,
    Writable = 0x004,
    Error = 0x008,
    Hangup = 0x010,
    PeerShutdown = 0x2000,
    EdgeTriggered = 1u << 31,
}
