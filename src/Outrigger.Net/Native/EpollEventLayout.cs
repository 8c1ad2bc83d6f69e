using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Outrigger.Net.Native;

/// <summary>
/// Where the fields of <c>struct epoll_event</c> lie. The kernel packs it on x86-64 (12 bytes, the tag at
/// offset 4) and leaves natural alignment everywhere else (16 bytes, the tag at offset 8).
/// </summary>
internal readonly unsafe struct EpollEventLayout
{
    /// <summary>The layout of the processor that this process runs on.</summary>
    internal static readonly EpollEventLayout Current = For(RuntimeInformation.ProcessArchitecture);

    private EpollEventLayout(int size, int tagOffset)
    {
        Size = size;
        TagOffset = tagOffset;
    }

    /// <summary>Bytes from one event of an array to the next.</summary>
    internal int Size { get; }

    /// <summary>Offset of the 64-bit tag within an event.</summary>
    internal int TagOffset { get; }

    internal static EpollEventLayout For(Architecture architecture) =>
        architecture is Architecture.X64 or Architecture.X86 ? new(12, 4) : new(16, 8);

    internal void Write(byte* target, uint events, ulong tag)
    {
        Unsafe.WriteUnaligned(target, events);
        Unsafe.WriteUnaligned(target + TagOffset, tag);
    }

    internal uint ReadEvents(byte* events, int index) => Unsafe.ReadUnaligned<uint>(events + (index * Size));

    internal ulong ReadTag(byte* events, int index) =>
        Unsafe.ReadUnaligned<ulong>(events + (index * Size) + TagOffset);
}
