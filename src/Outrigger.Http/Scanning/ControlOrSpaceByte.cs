using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Outrigger.Http.Scanning;

/// <summary>Control bytes, TAB included, and the space: what ends a word, whatever else it holds.</summary>
internal readonly struct ControlOrSpaceByte : IByteClass
{
    public static bool Contains(byte b) => b is <= 0x20 or 0x7F;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Matches(Vector128<byte> bytes)
    {
        Vector128<byte> low = Vector128.Equals(Vector128.Min(bytes, Vector128.Create((byte)0x20)), bytes);
        return low | Vector128.Equals(bytes, Vector128.Create((byte)0x7F));
    }
}
