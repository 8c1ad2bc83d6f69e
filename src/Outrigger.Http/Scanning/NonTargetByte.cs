using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Outrigger.Http.Scanning;

/// <summary>Bytes that a request target cannot hold: all but visible ASCII, and '#'.</summary>
internal readonly struct NonTargetByte : IByteClass
{
    public static bool Contains(byte b) => b is <= 0x20 or >= 0x7F or (byte)'#';

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Matches(Vector128<byte> bytes)
    {
        Vector128<byte> fromFirst = bytes - Vector128.Create((byte)0x21);
        Vector128<byte> behindLast = Vector128.Create((byte)(0x7F - 0x21));
        Vector128<byte> outside = Vector128.Equals(Vector128.Max(fromFirst, behindLast), fromFirst);
        return outside | Vector128.Equals(bytes, Vector128.Create((byte)'#'));
    }
}
