using System.Runtime.InteropServices;
using System.Text;

namespace Outrigger.Net.Tls.Native;

/// <summary>Text on its way to and from OpenSSL.</summary>
internal static unsafe class NativeText
{
    /// <summary>The text in UTF-8 with a zero at its end.</summary>
    internal static byte[] Terminated(string text)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }

    /// <summary>Reads a text of the library's; empty for none.</summary>
    internal static string Read(byte* text) =>
        text is null ? "" : Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));

    /// <summary>Reads an <c>ASN1_STRING</c>.</summary>
    internal static ReadOnlySpan<byte> ReadString(nint text) =>
        new(LibX509.StringData(text), LibX509.StringLength(text));
}
