using System.Text;
using Outrigger.Net.Tls.Native;

namespace Outrigger.Net.Tls;

/// <summary>A kind of private key.</summary>
public enum TlsKeyType
{
    /// <summary>ECDSA on the curve P-256.</summary>
    P256,

    /// <summary>ECDSA on the curve P-384.</summary>
    P384,

    /// <summary>RSA of 2048 bits.</summary>
    Rsa2048,
}

/// <summary>A private key of our own making, in OpenSSL's memory. Not safe for several threads.</summary>
public sealed unsafe class TlsPrivateKey : IDisposable
{
    private readonly TlsKeyType _type;
    private nint _key;

    private TlsPrivateKey(TlsKeyType type, nint key)
    {
        _type = type;
        _key = key;
    }

    /// <summary>Makes a key.</summary>
    /// <param name="type">Its kind.</param>
    /// <exception cref="TlsConfigurationException">OpenSSL is missing, or cannot make such a key.</exception>
    public static TlsPrivateKey Generate(TlsKeyType type)
    {
        TlsLibrary.Require();
        fixed (byte* algorithm = type == TlsKeyType.Rsa2048 ? "RSA\0"u8 : "EC\0"u8)
        fixed (byte* group = type == TlsKeyType.P384 ? "P-384\0"u8 : "P-256\0"u8)
        {
            const int RsaBits = 2048;
            var context = LibCrypto.KeyContextNew(0, algorithm, null);
            nint key = 0;
            var isMade = context != 0
                && LibCrypto.KeyContextBeginGenerate(context) == 1
                && (type == TlsKeyType.Rsa2048
                    ? LibCrypto.KeyContextSetRsaBits(context, RsaBits)
                    : LibCrypto.KeyContextSetGroup(context, group)) == 1
                && LibCrypto.KeyGenerate(context, &key) == 1;
            LibCrypto.KeyContextFree(context);
            return isMade
                ? new TlsPrivateKey(type, key)
                : throw new TlsConfigurationException($"OpenSSL makes no key of type {type}: {OpenSslErrors.Drain()}");
        }
    }

    /// <summary>The key in PEM (PKCS#8, not encrypted).</summary>
    public byte[] ToPem()
    {
        ObjectDisposedException.ThrowIf(_key == 0, this);
        return Write(bio => LibCrypto.WritePrivateKey(bio, _key, 0, null, 0, 0, null));
    }

    /// <summary>
    /// Asks for a certificate for the key (PKCS#10, RFC 2986) with no subject and the one name, as RFC 5280
    /// section 4.2.1.6 has it: critical, since it is all that names the owner.
    /// </summary>
    /// <param name="uriName">The URI that the certificate is to be for, in ASCII.</param>
    /// <returns>The request in PEM.</returns>
    /// <exception cref="TlsConfigurationException">OpenSSL cannot make it.</exception>
    public byte[] CreateRequest(string uriName)
    {
        ArgumentException.ThrowIfNullOrEmpty(uriName);
        ObjectDisposedException.ThrowIf(_key == 0, this);
        var request = LibX509.RequestNew();
        var digest = _type == TlsKeyType.P384 ? LibCrypto.Sha384() : LibCrypto.Sha256();
        try
        {
            var isMade = request != 0
                && LibX509.RequestSetVersion(request, 0) == 1
                && LibX509.RequestSetPublicKey(request, _key) == 1
                && TryAddName(request, uriName)
                && LibX509.RequestSign(request, _key, digest) > 0;
            return isMade
                ? Write(bio => LibCrypto.WriteRequest(bio, request))
                : throw new TlsConfigurationException(
                    $"OpenSSL makes no certificate request: {OpenSslErrors.Drain()}");
        }
        finally
        {
            LibX509.RequestFree(request);
        }
    }

    /// <summary>Frees the key.</summary>
    public void Dispose()
    {
        if (_key != 0)
            LibCrypto.KeyFree(_key);
        _key = 0;
    }

    /// <summary>Does not show the key.</summary>
    public override string ToString() => $"{nameof(TlsPrivateKey)} {_type}";

    private static bool TryAddName(nint request, string uriName)
    {
        var text = LibX509.StringNew(OpenSslConstants.StringTypeIa5);
        var bytes = Encoding.ASCII.GetBytes(uriName);
        fixed (byte* start = bytes)
            _ = LibX509.StringSet(text, start, bytes.Length);
        var name = LibX509.GeneralNameNew();
        LibX509.GeneralNameSet(name, OpenSslConstants.GeneralNameUri, text);
        var names = LibCrypto.StackNew();
        _ = LibCrypto.StackPush(names, name);
        var extension = LibX509.ExtensionEncode(OpenSslConstants.IdentifierSubjectAltName, 1, names);
        LibX509.GeneralNamesFree(names);
        if (extension == 0)
            return false;
        var extensions = LibCrypto.StackNew();
        _ = LibCrypto.StackPush(extensions, extension);
        var isAdded = LibX509.RequestAddExtensions(request, extensions) == 1;
        LibCrypto.StackFree(extensions);
        LibX509.ExtensionFree(extension);
        return isAdded;
    }

    private static byte[] Write(Func<nint, int> write)
    {
        var bio = LibCrypto.BioNew(LibCrypto.BioMemoryMethod());
        try
        {
            if (write(bio) != 1)
                throw new TlsConfigurationException($"OpenSSL writes no PEM: {OpenSslErrors.Drain()}");
            byte* data;
            var length = LibCrypto.BioControl(bio, OpenSslConstants.BioControlInfo, 0, &data);
            return new ReadOnlySpan<byte>(data, (int)length).ToArray();
        }
        finally
        {
            _ = LibCrypto.BioFree(bio);
        }
    }
}
