using System.Text;

namespace Outrigger.Routing.Tests;

internal static class Bytes
{
    internal static byte[] Of(string text) => Encoding.UTF8.GetBytes(text);

    internal static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
