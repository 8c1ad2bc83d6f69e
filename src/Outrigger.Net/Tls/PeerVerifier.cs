using Outrigger.Net.Tls.Native;

namespace Outrigger.Net.Tls;

/// <summary>
/// Judges a peer's certificate during the handshake: its chain by OpenSSL, then its names and digests.
/// </summary>
internal static unsafe class PeerVerifier
{
    private const int DigestBytes = 32;

    /// <summary>Judges the certificate; what is wrong is noted with the connection.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="storeContext">OpenSSL's verification that is under way.</param>
    /// <returns>Whether the handshake goes on.</returns>
    public static bool Verify(ITlsSession connection, nint storeContext)
    {
        if (connection.Context.Verification is not { } demands)
            return true;
        var failure = Judge(connection, demands, storeContext, out var text);
        if (failure == TlsFailure.None || demands.AcceptsUntrusted)
        {
            OpenSslErrors.Drain();
            return true;
        }

        connection.NoteVerifyFailure(failure, text);
        if (LibX509.StoreContextGetError(storeContext) == 0)
            LibX509.StoreContextSetError(storeContext, OpenSslConstants.VerifyErrorApplication);
        return false;
    }

    private static TlsFailure Judge(
        ITlsSession connection, TlsVerification demands, nint storeContext, out string text)
    {
        text = "";
        if (demands.HasRoots && LibX509.Verify(storeContext) != 1)
        {
            var error = LibX509.StoreContextGetError(storeContext);
            var depth = LibX509.StoreContextGetErrorDepth(storeContext);
            text = NativeText.Read(LibX509.VerifyErrorText(error));
            if (depth > 0)
                text = $"{text} (certificate {depth} above the peer's)";
            return TlsFailure.Untrusted;
        }

        var leaf = LibX509.StoreContextGetCertificate(storeContext);
        if (!HasWantedName(connection, demands, leaf, out text))
            return TlsFailure.NameMismatch;
        if (HasWantedDigest(demands, leaf))
            return TlsFailure.None;
        text = "the certificate is none of those that are pinned by their hash";
        return TlsFailure.HashMismatch;
    }

    private static bool HasWantedName(
        ITlsSession connection, TlsVerification demands, nint leaf, out string text)
    {
        text = "";
        var hostName = connection.VerifiedName;
        if (hostName.Length == 0 && demands.SubjectAltNames.Count == 0)
            return true;
        var names = SubjectAltNames.Read(leaf);
        if (hostName.Length > 0 && !IsFor(names, hostName))
        {
            text = $"the certificate is for {names}, not for {hostName}";
            return false;
        }

        // A name that the connection itself demands comes on top of the configured ones, as in Envoy.
        if (demands.SubjectAltNames.Count == 0 || IsWanted(demands, names))
            return true;
        text = $"SAN matches none of {string.Join(", ", demands.SubjectAltNames)}: the certificate is for {names}";
        return false;
    }

    private static bool IsFor(SubjectAltNames names, string hostName)
    {
        var isAddress = System.Net.IPAddress.TryParse(hostName, out _);
        var type = isAddress ? SubjectAltNameType.IpAddress : SubjectAltNameType.Dns;
        var matcher = SubjectAltNameMatcher.Exact(type, hostName);
        foreach (var name in names.Of(type))
        {
            if (matcher.Matches(name))
                return true;
        }

        return false;
    }

    private static bool IsWanted(TlsVerification demands, SubjectAltNames names)
    {
        foreach (var matcher in demands.SubjectAltNames)
        {
            foreach (var name in names.Of(matcher.Type))
            {
                if (matcher.Matches(name))
                    return true;
            }
        }

        return false;
    }

    private static bool HasWantedDigest(TlsVerification demands, nint leaf)
    {
        if (demands.CertificateHashes.Count == 0 && demands.PublicKeyHashes.Count == 0)
            return true;
        Span<byte> digest = stackalloc byte[DigestBytes];
        return (TryDigestCertificate(leaf, digest) && Contains(demands.CertificateHashes, digest))
            || (TryDigestPublicKey(leaf, digest) && Contains(demands.PublicKeyHashes, digest));
    }

    private static bool Contains(IReadOnlyList<ReadOnlyMemory<byte>> hashes, ReadOnlySpan<byte> digest)
    {
        foreach (var hash in hashes)
        {
            if (hash.Span.SequenceEqual(digest))
                return true;
        }

        return false;
    }

    private static bool TryDigestCertificate(nint leaf, Span<byte> digest)
    {
        byte* der = null;
        return TryDigest(LibX509.Encode(leaf, &der), der, digest);
    }

    private static bool TryDigestPublicKey(nint leaf, Span<byte> digest)
    {
        byte* der = null;
        return TryDigest(LibX509.EncodePublicKeyInfo(LibX509.GetPublicKeyInfo(leaf), &der), der, digest);
    }

    /// <summary>Digests what OpenSSL has encoded into memory of its own, and frees that.</summary>
    private static bool TryDigest(int length, byte* der, Span<byte> digest)
    {
        if (length <= 0)
            return false;
        uint size;
        int isDone;
        fixed (byte* target = digest)
            isDone = LibCrypto.Digest(der, (nuint)length, target, &size, LibCrypto.Sha256(), 0);
        LibCrypto.Free(der, null, 0);
        return isDone == 1;
    }
}
