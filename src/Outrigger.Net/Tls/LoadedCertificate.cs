using System.Text;
using Outrigger.Net.Tls.Native;

namespace Outrigger.Net.Tls;

/// <summary>A certificate of our own in OpenSSL's memory: with its key, its chain and the names it is for.</summary>
internal sealed unsafe class LoadedCertificate : IDisposable
{
    private List<nint> _certificates = [];
    private nint _key;
    private nint _chain;

    private LoadedCertificate()
    {
    }

    /// <summary>The certificate itself.</summary>
    public nint Leaf => _certificates[0];

    /// <summary>The kind of its key, as OpenSSL numbers it: a context holds one certificate of each.</summary>
    public int KeyType { get; private set; }

    /// <summary>The host names it is for, in lower case: those of the extension, or else the common name.</summary>
    public IReadOnlyList<string> Names { get; private set; } = [];

    /// <summary>The OCSP answer, empty for none.</summary>
    public byte[] OcspResponse { get; private set; } = [];

    /// <summary>Until when the OCSP answer is good.</summary>
    public DateTimeOffset OcspNextUpdate { get; private set; }

    /// <summary>Reads and checks a certificate.</summary>
    /// <exception cref="TlsConfigurationException">It cannot be used.</exception>
    public static LoadedCertificate Load(TlsCertificate source)
    {
        var loaded = new LoadedCertificate();
        try
        {
            loaded._certificates = PemReader.ReadCertificates(source.ChainPem.Span, "the certificate chain");
            loaded._key = PemReader.ReadPrivateKey(source.PrivateKeyPem.Span, source.Password);
            if (LibX509.MatchesPrivateKey(loaded.Leaf, loaded._key) != 1)
            {
                OpenSslErrors.Drain();
                throw new TlsConfigurationException("the private key does not belong to the certificate");
            }

            loaded.KeyType = LibCrypto.KeyGetType(loaded._key);
            loaded._chain = LibCrypto.StackNew();
            foreach (var certificate in loaded._certificates.Skip(1))
                _ = LibCrypto.StackPush(loaded._chain, certificate);
            loaded.Names = ReadHostNames(loaded.Leaf);
            loaded.LoadOcsp(source.OcspResponse.ToArray());
            return loaded;
        }
        catch (TlsConfigurationException)
        {
            loaded.Dispose();
            throw;
        }
    }

    /// <summary>Makes it the context's certificate of its kind.</summary>
    public bool TryUseIn(nint context) => LibSsl.ContextUseCertificate(context, Leaf, _key, _chain, 1) == 1;

    /// <summary>Makes it a connection's certificate of its kind.</summary>
    public bool TryUseFor(nint ssl) => LibSsl.UseCertificate(ssl, Leaf, _key, _chain, 1) == 1;

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        if (_chain != 0)
            LibCrypto.StackFree(_chain);
        if (_key != 0)
            LibCrypto.KeyFree(_key);
        PemReader.Free(_certificates);
        _chain = _key = 0;
        _certificates = [];
    }

    private static IReadOnlyList<string> ReadHostNames(nint leaf)
    {
        IReadOnlyList<string> names = SubjectAltNames.Read(leaf).Dns;
        if (names.Count > 0)
            return [.. names.Select(name => name.ToLowerInvariant())];
        const int NameBytesMax = 256;
        var buffer = stackalloc byte[NameBytesMax];
        var subject = LibX509.GetSubject(leaf);
        var length = LibX509.GetNameText(subject, OpenSslConstants.IdentifierCommonName, buffer, NameBytesMax);
        return length > 0 ? [Encoding.UTF8.GetString(buffer, length).ToLowerInvariant()] : [];
    }

    private void LoadOcsp(byte[] response)
    {
        if (response.Length == 0)
            return;
        nint decoded;
        fixed (byte* start = response)
        {
            var data = start;
            decoded = LibX509.DecodeOcspResponse(0, &data, response.Length);
        }

        if (decoded == 0)
            throw new TlsConfigurationException($"the OCSP response cannot be read: {OpenSslErrors.Drain()}");
        var isSuccessful = LibX509.OcspResponseStatus(decoded) == OpenSslConstants.OcspSuccessful;
        var basic = isSuccessful ? LibX509.OcspGetBasic(decoded) : 0;
        LibX509.OcspResponseFree(decoded);
        if (basic == 0)
            throw new TlsConfigurationException("the OCSP response says nothing about the certificate");
        OcspNextUpdate = ReadNextUpdate(basic);
        LibX509.OcspBasicFree(basic);
        OcspResponse = response;
    }

    private static DateTimeOffset ReadNextUpdate(nint basic)
    {
        var single = LibX509.OcspGetSingle(basic, 0);
        if (single == 0)
            return DateTimeOffset.MinValue;
        nint nextUpdate;
        TimeParts parts;
        _ = LibX509.OcspGetStatus(single, null, null, null, &nextUpdate);
        // Without a next update a newer answer is always to be had (RFC 6960 section 4.2.2.1); Envoy has it expired.
        return nextUpdate != 0 && LibX509.TimeToParts(nextUpdate, &parts) == 1
            ? parts.ToUtc()
            : DateTimeOffset.MinValue;
    }
}
