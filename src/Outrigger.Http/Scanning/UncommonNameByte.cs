using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Outrigger.Http.Scanning;

/// <summary>
/// Bytes that the common names do not hold: all but ASCII letters, digits, '-' and '_'. Plain comparisons do
/// for these; the exact class of tokens would need a table lookup that not every compilation target has as an
/// instruction.
/// </summary>
internal readonly struct UncommonNameByte : IByteClass
{
    public static bool Contains(byte b) => !char.IsAsciiLetterOrDigit((char)b) && b != '-' && b != '_';

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Matches(Vector128<byte> bytes)
    {
        Vector128<byte> fromA = (bytes | Vector128.Create((byte)0x20)) - Vector128.Create((byte)'a');
        Vector128<byte> letter = Vector128.Equals(Vector128.Min(fromA, Vector128.Create((byte)25)), fromA);
        Vector128<byte> fromZero = bytes - Vector128.Create((byte)'0');
        Vector128<byte> digit = Vector128.Equals(
            Vector128.Min(fromZero, Vector128.Create((byte)9)), fromZero);
        Vector128<byte> dash = Vector128.Equals(bytes, Vector128.Create((byte)'-'));
        Vector128<byte> underscore = Vector128.Equals(bytes, Vector128.Create((byte)'_'));
        return ~(letter | digit | dash | underscore);
    }
}
