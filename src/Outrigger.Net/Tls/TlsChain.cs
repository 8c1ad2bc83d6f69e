using Outrigger.Net.Tls.Native;

namespace Outrigger.Net.Tls;

/// <summary>Judges certificate chains outside of a connection.</summary>
public static class TlsChain
{
    /// <summary>Finds out whether roots vouch for a chain now, by the system's clock.</summary>
    /// <param name="chainPem">The certificate, then those that lead to its root, in PEM.</param>
    /// <param name="rootsPem">The trusted roots in PEM.</param>
    /// <returns>Why not; null when they do.</returns>
    /// <exception cref="TlsConfigurationException">There are no certificates, or one cannot be read.</exception>
    public static string? FindFault(ReadOnlySpan<byte> chainPem, ReadOnlySpan<byte> rootsPem)
    {
        TlsLibrary.Require();
        List<nint> chain = PemReader.ReadCertificates(chainPem, "the certificate chain");
        List<nint> roots = [];
        var store = LibX509.StoreNew();
        var untrusted = LibCrypto.StackNew();
        var verification = LibX509.StoreContextNew();
        try
        {
            roots = PemReader.ReadCertificates(rootsPem, "the trusted roots");
            foreach (var root in roots)
                _ = LibX509.StoreAddCertificate(store, root);
            _ = LibX509.StoreSetFlags(store, OpenSslConstants.StorePartialChain);
            foreach (var certificate in chain.Skip(1))
                _ = LibCrypto.StackPush(untrusted, certificate);
            if (LibX509.StoreContextInitialize(verification, store, chain[0], untrusted) == 1
                && LibX509.Verify(verification) == 1)
            {
                return null;
            }

            return ReadReason(verification);
        }
        finally
        {
            LibX509.StoreContextFree(verification);
            LibX509.StoreFree(store);
            LibCrypto.StackFree(untrusted);
            PemReader.Free(chain);
            PemReader.Free(roots);
            OpenSslErrors.Drain();
        }
    }

    /// <summary>Finds out whether a certificate and a key can be used together.</summary>
    /// <param name="certificate">The certificate and its key.</param>
    /// <exception cref="TlsConfigurationException">They cannot; the message says why.</exception>
    public static void Check(TlsCertificate certificate)
    {
        TlsLibrary.Require();
        LoadedCertificate.Load(certificate).Dispose();
    }

    private static unsafe string ReadReason(nint verification) =>
        NativeText.Read(LibX509.VerifyErrorText(LibX509.StoreContextGetError(verification)));
}
