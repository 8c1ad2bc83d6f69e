using System.Runtime.InteropServices;
using Outrigger.Net.Native;

namespace Outrigger.Net.Tests.Loops;

public unsafe class EpollEventLayoutTests
{
    [Theory]
    [InlineData(Architecture.X64, 12, 4)]
    [InlineData(Architecture.Arm64, 16, 8)]
    public void The_layout_is_the_kernels(Architecture architecture, int size, int tagOffset)
    {
        var layout = EpollEventLayout.For(architecture);
        Assert.Equal((size, tagOffset), (layout.Size, layout.TagOffset));

        var events = stackalloc byte[4 * size];
        for (var index = 0; index < 4; index++)
            layout.Write(events + (index * size), (uint)index + 1, 0x1122334455667788UL + (ulong)index);
        for (var index = 0; index < 4; index++)
        {
            Assert.Equal((uint)index + 1, layout.ReadEvents(events, index));
            Assert.Equal(0x1122334455667788UL + (ulong)index, layout.ReadTag(events, index));
        }
    }
}
