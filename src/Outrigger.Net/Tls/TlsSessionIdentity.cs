using Outrigger.Net.Tls.Native;

namespace Outrigger.Net.Tls;

/// <summary>
/// What two contexts must agree on for a session of one to go on with the other: whom they are for, and whom
/// they trust. Certificates may have been renewed in between.
/// </summary>
internal static unsafe class TlsSessionIdentity
{
    /// <summary>Bytes of the identity (<c>SSL_MAX_SID_CTX_LENGTH</c>).</summary>
    internal const int Length = 32;

    /// <summary>The digest of all that counts.</summary>
    internal static byte[] Of(TlsServerOptions options)
    {
        using var facts = new MemoryStream();
        var text = new BinaryWriter(facts);
        text.Write(options.RequiresClientCertificate);
        foreach (var certificate in options.Certificates)
            AddNames(text, certificate);
        if (options.Verification is { } verification)
        {
            text.Write(verification.RootsPem.Span);
            text.Write(verification.RevocationListsPem.Span);
            text.Write(verification.UsesSystemRoots);
            text.Write(verification.AcceptsUntrusted);
            text.Write(verification.AcceptsExpired);
            text.Write(verification.ChecksRevocationOfLeafOnly);
            text.Write(verification.DepthMax);
            foreach (var matcher in verification.SubjectAltNames)
                text.Write(matcher.ToString());
            foreach (var hash in verification.CertificateHashes.Concat(verification.PublicKeyHashes))
                text.Write(hash.Span);
        }

        text.Flush();
        var digest = new byte[Length];
        uint size;
        ReadOnlySpan<byte> all = facts.GetBuffer().AsSpan(0, (int)facts.Length);
        fixed (byte* data = all)
        fixed (byte* target = digest)
            _ = LibCrypto.Digest(data, (nuint)all.Length, target, &size, LibCrypto.Sha256(), 0);
        return digest;
    }

    private static void AddNames(BinaryWriter text, TlsCertificate certificate)
    {
        var certificates = PemReader.ReadCertificates(certificate.ChainPem.Span, "the certificate chain");
        var names = SubjectAltNames.Read(certificates[0]);
        text.Write(names.ToString());
        PemReader.Free(certificates);
    }
}
