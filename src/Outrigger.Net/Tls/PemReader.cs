using Outrigger.Net.Tls.Native;

namespace Outrigger.Net.Tls;

/// <summary>Reads what is written in PEM, by OpenSSL's own readers. Whoever gets a handle frees it.</summary>
internal static unsafe class PemReader
{
    private const int ItemsMax = 10_000;

    /// <summary>Reads certificates, in their order.</summary>
    /// <param name="pem">The text; what stands between the certificates does not matter.</param>
    /// <param name="what">What the text is for, for the message.</param>
    /// <exception cref="TlsConfigurationException">There is none, or one cannot be read.</exception>
    public static List<nint> ReadCertificates(ReadOnlySpan<byte> pem, string what)
    {
        var certificates = Read(
            pem, static (bio, none) => LibCrypto.ReadCertificate(bio, 0, null, none), out var error);
        if (error.Length == 0 && certificates.Count > 0)
            return certificates;
        Free(certificates);
        throw new TlsConfigurationException(
            error.Length == 0
                ? $"{what}: found no certificate in PEM"
                : $"{what}: a certificate cannot be read: {error}");
    }

    /// <summary>Reads revocation lists.</summary>
    /// <exception cref="TlsConfigurationException">There is none, or one cannot be read.</exception>
    public static List<nint> ReadRevocationLists(ReadOnlySpan<byte> pem)
    {
        var lists = Read(pem, static (bio, none) => LibCrypto.ReadRevocationList(bio, 0, null, none), out var error);
        if (error.Length == 0 && lists.Count > 0)
            return lists;
        foreach (var list in lists)
            LibX509.RevocationListFree(list);
        throw new TlsConfigurationException(
            error.Length == 0 ? "found no revocation list in PEM" : $"a revocation list cannot be read: {error}");
    }

    /// <summary>Reads a private key.</summary>
    /// <param name="pem">The text.</param>
    /// <param name="password">What it is encrypted with; empty for none.</param>
    /// <exception cref="TlsConfigurationException">It cannot be read.</exception>
    public static nint ReadPrivateKey(ReadOnlySpan<byte> pem, string password)
    {
        nint key;
        fixed (byte* start = pem)
        fixed (byte* secret = NativeText.Terminated(password))
        {
            var bio = LibCrypto.BioFromMemory(start, pem.Length);
            key = LibCrypto.ReadPrivateKey(bio, 0, null, secret);
            _ = LibCrypto.BioFree(bio);
        }

        if (key != 0)
            return key;
        var reason = OpenSslErrors.Drain();
        throw new TlsConfigurationException($"the private key cannot be read: {reason}");
    }

    /// <summary>Frees certificates.</summary>
    public static void Free(List<nint> certificates)
    {
        foreach (var certificate in certificates)
            LibX509.Free(certificate);
    }

    private static List<nint> Read(ReadOnlySpan<byte> pem, PemItemReader read, out string error)
    {
        List<nint> items = [];
        error = "";
        if (pem.IsEmpty)
            return items;
        fixed (byte* start = pem)
        {
            // A reader without a password asks the terminal for one, so there is always one.
            byte none = 0;
            var bio = LibCrypto.BioFromMemory(start, pem.Length);
            while (items.Count < ItemsMax && read(bio, &none) is not 0 and var item)
                items.Add(item);
            _ = LibCrypto.BioFree(bio);
        }

        var reason = OpenSslErrors.Drain();
        // The text's end is an error too: no further item begins.
        if (!reason.Contains("no start line", StringComparison.Ordinal))
            error = reason;
        return items;
    }

    private delegate nint PemItemReader(nint bio, byte* password);
}
