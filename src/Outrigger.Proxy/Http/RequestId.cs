using System.Runtime.CompilerServices;
using Outrigger.Routing;

namespace Outrigger.Proxy.Http;

/// <summary>Writes random UUIDs (RFC 9562 section 5.4, version 4) as text.</summary>
internal static class RequestId
{
    /// <summary>Length of the text.</summary>
    public const int Length = 36;

    /// <summary>Writes a new id.</summary>
    /// <param name="target">At least <see cref="Length"/> bytes.</param>
    /// <param name="random">The worker's generator.</param>
    public static void Write(Span<byte> target, ref RandomState random)
    {
        const ulong VersionMask = 0xF000;
        const ulong VariantMask = 0xC000_0000_0000_0000;
        var high = (random.NextUInt64() & ~VersionMask) | 0x4000;
        var low = (random.NextUInt64() & ~VariantMask) | 0x8000_0000_0000_0000;
        WriteHex(target, high >> 32, 8);
        target[8] = (byte)'-';
        WriteHex(target[9..], high >> 16, 4);
        target[13] = (byte)'-';
        WriteHex(target[14..], high, 4);
        target[18] = (byte)'-';
        WriteHex(target[19..], low >> 48, 4);
        target[23] = (byte)'-';
        WriteHex(target[24..], low, 12);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteHex(Span<byte> target, ulong value, int digits)
    {
        var hex = "0123456789abcdef"u8;
        for (var index = digits - 1; index >= 0; index--)
        {
            target[index] = hex[(int)(value & 0xF)];
            value >>= 4;
        }
    }
}
