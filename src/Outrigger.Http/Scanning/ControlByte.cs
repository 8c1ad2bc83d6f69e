using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Outrigger.Http.Scanning;

/// <summary>Control bytes other than TAB.</summary>
internal readonly struct ControlByte : IByteClass
{
    public static bool Contains(byte b) => (b < 0x20 && b != '\t') || b == 0x7F;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Matches(Vector128<byte> bytes)
    {
        // An unsigned comparison by way of the minimum: SSE has no instruction for it.
        Vector128<byte> low = Vector128.Equals(Vector128.Min(bytes, Vector128.Create((byte)0x1F)), bytes);
        Vector128<byte> tab = Vector128.Equals(bytes, Vector128.Create((byte)'\t'));
        return Vector128.AndNot(low, tab) | Vector128.Equals(bytes, Vector128.Create((byte)0x7F));
    }
}
