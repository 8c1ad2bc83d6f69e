using System.Collections.Frozen;

namespace Outrigger.Resources.Validation;

/// <summary>
/// The algorithms of TLS that resources may name. A proxy refuses a listener with any other, and with it the hosts that
/// are in order, so they are left out before.
/// </summary>
public static class TlsAlgorithms
{
    private static readonly FrozenSet<string> CipherSuites = FrozenSet.ToFrozenSet(
        [
            "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384",
            "ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-RSA-CHACHA20-POLY1305",
            "ECDHE-ECDSA-AES128-SHA", "ECDHE-RSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA", "ECDHE-RSA-AES256-SHA",
            "AES128-GCM-SHA256", "AES256-GCM-SHA384", "AES128-SHA", "AES256-SHA",
        ], StringComparer.Ordinal);

    private static readonly FrozenSet<string> Curves = FrozenSet.ToFrozenSet(
        ["X25519", "P-256", "P-384", "P-521"], StringComparer.Ordinal);

    /// <summary>Whether a name is that of a cipher suite of TLS 1.2, as OpenSSL writes it.</summary>
    public static bool IsCipherSuite(string name) => CipherSuites.Contains(name);

    /// <summary>Whether a name is that of a curve for the key exchange.</summary>
    public static bool IsCurve(string name) => Curves.Contains(name);

    /// <summary>The cipher suites, in order, for messages.</summary>
    public static string CipherSuiteNames => string.Join(", ", CipherSuites.Order(StringComparer.Ordinal));

    /// <summary>The curves, in order, for messages.</summary>
    public static string CurveNames => string.Join(", ", Curves.Order(StringComparer.Ordinal));
}
