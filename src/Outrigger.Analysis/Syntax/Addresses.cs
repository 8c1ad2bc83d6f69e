using System.Net;

namespace Outrigger.Analysis.Syntax;

/// <summary>IP addresses and ranges.</summary>
internal static class Addresses
{
    public static bool IsAddress(string text) =>
        IPAddress.TryParse(text, out _) && (text.Contains(':') || IsDotted(text));

    public static bool IsAddressOrRange(string text)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0) return IsAddress(text);
        // Not IPNetwork.Parse, which refuses host bits that users' ranges often have set.
        return IsAddress(text[..slash])
            && int.TryParse(text[(slash + 1)..], out int length)
            && length >= 0
            && length <= (text.Contains(':') ? 128 : 32);
    }

    // IPAddress.TryParse takes "10" and "0x7f.1" for addresses too, which no user means.
    private static bool IsDotted(string text) =>
        text.Split('.') is { Length: 4 } parts
            && parts.All(part => part.Length <= 3 && part.All(char.IsAsciiDigit));
}
