using System.Runtime.InteropServices;
using Outrigger.Net.Tls.Native;

namespace Outrigger.Net.Signatures.Native;

/// <summary>What of OpenSSL's <c>libcrypto</c> makes public keys and verifies signatures.</summary>
internal static unsafe partial class LibSignature
{
    /// <summary>A public key with its parameters (<c>EVP_PKEY_PUBLIC_KEY</c>).</summary>
    internal const int SelectPublicKey = 0x86;

    internal const uint ParameterUnsignedInteger = 2;

    private const string Library = "libcrypto.so.3";

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_CTX_new_from_name")]
    internal static partial nint ContextNewFromName(nint library, byte* name, byte* properties);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_CTX_new_from_pkey")]
    internal static partial nint ContextNewFromKey(nint library, nint key, byte* properties);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_CTX_free")]
    internal static partial void ContextFree(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_fromdata_init")]
    internal static partial int FromDataInitialize(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_fromdata")]
    internal static partial int FromData(nint context, nint* key, int selection, OpenSslParameter* parameters);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_public_check")]
    internal static partial int PublicCheck(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_new_raw_public_key_ex")]
    internal static partial nint NewRawPublicKey(
        nint library, byte* keyType, byte* properties, byte* key, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_new")]
    internal static partial nint DigestContextNew();

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_free")]
    internal static partial void DigestContextFree(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerifyInit_ex")]
    internal static partial int VerifyInitialize(
        nint context, nint* keyContext, byte* digestName, nint library, byte* properties, nint key,
        OpenSslParameter* parameters);

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerify")]
    internal static partial int Verify(
        nint context, byte* signature, nuint signatureLength, byte* data, nuint dataLength);
}
