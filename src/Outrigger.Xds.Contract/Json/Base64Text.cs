namespace Outrigger.Xds.Contract.Json;

/// <summary>
/// Reads bytes as protobuf's JSON mapping allows them: both base64 alphabets, padded or not.
/// </summary>
internal static class Base64Text
{
    /// <summary>Reads base64, or answers false.</summary>
    public static bool TryDecode(string text, out byte[] bytes)
    {
        string standard = text.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        standard = standard.PadRight((standard.Length + 3) / 4 * 4, '=');
        byte[] target = new byte[standard.Length / 4 * 3];
        bool decoded = Convert.TryFromBase64String(standard, target, out int length);
        bytes = decoded ? target[..length] : [];
        return decoded;
    }
}
