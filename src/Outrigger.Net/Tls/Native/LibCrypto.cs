using System.Runtime.InteropServices;

namespace Outrigger.Net.Tls.Native;

/// <summary>What of <c>libcrypto</c> is used: BIO, errors, keys, certificates in PEM and ticket keys.</summary>
internal static unsafe partial class LibCrypto
{
    private const string Library = "libcrypto.so.3";

    [LibraryImport(Library, EntryPoint = "OpenSSL_version_num")]
    internal static partial nuint VersionNumber();

    [LibraryImport(Library, EntryPoint = "ERR_get_error")]
    internal static partial nuint TakeError();

    [LibraryImport(Library, EntryPoint = "ERR_reason_error_string")]
    internal static partial byte* ErrorReason(nuint error);

    [LibraryImport(Library, EntryPoint = "ERR_clear_error")]
    internal static partial void ClearErrors();

    [LibraryImport(Library, EntryPoint = "RAND_bytes")]
    internal static partial int RandomBytes(byte* buffer, int length);

    [LibraryImport(Library, EntryPoint = "CRYPTO_malloc")]
    internal static partial void* Allocate(nuint length, byte* file, int line);

    [LibraryImport(Library, EntryPoint = "CRYPTO_free")]
    internal static partial void Free(void* pointer, byte* file, int line);

    [LibraryImport(Library, EntryPoint = "BIO_meth_new")]
    internal static partial nint BioMethodNew(int type, byte* name);

    [LibraryImport(Library, EntryPoint = "BIO_meth_set_read")]
    internal static partial int BioMethodSetRead(
        nint method, delegate* unmanaged[Cdecl]<nint, byte*, int, int> read);

    [LibraryImport(Library, EntryPoint = "BIO_meth_set_write")]
    internal static partial int BioMethodSetWrite(
        nint method, delegate* unmanaged[Cdecl]<nint, byte*, int, int> write);

    [LibraryImport(Library, EntryPoint = "BIO_meth_set_ctrl")]
    internal static partial int BioMethodSetControl(
        nint method, delegate* unmanaged[Cdecl]<nint, int, nint, void*, nint> control);

    [LibraryImport(Library, EntryPoint = "BIO_new")]
    internal static partial nint BioNew(nint method);

    [LibraryImport(Library, EntryPoint = "BIO_free")]
    internal static partial int BioFree(nint bio);

    [LibraryImport(Library, EntryPoint = "BIO_set_init")]
    internal static partial void BioSetInitialized(nint bio, int isInitialized);

    [LibraryImport(Library, EntryPoint = "BIO_set_data")]
    internal static partial void BioSetData(nint bio, void* data);

    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "BIO_get_data")]
    internal static partial void* BioGetData(nint bio);

    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "BIO_set_flags")]
    internal static partial void BioSetFlags(nint bio, int flags);

    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "BIO_clear_flags")]
    internal static partial void BioClearFlags(nint bio, int flags);

    [LibraryImport(Library, EntryPoint = "BIO_new_mem_buf")]
    internal static partial nint BioFromMemory(void* data, int length);

    [LibraryImport(Library, EntryPoint = "BIO_s_mem")]
    internal static partial nint BioMemoryMethod();

    [LibraryImport(Library, EntryPoint = "BIO_ctrl")]
    internal static partial nint BioControl(nint bio, int command, nint number, void* pointer);

    [LibraryImport(Library, EntryPoint = "BIO_read")]
    internal static partial int BioRead(nint bio, byte* buffer, int length);

    [LibraryImport(Library, EntryPoint = "BIO_write")]
    internal static partial int BioWrite(nint bio, byte* data, int length);

    [LibraryImport(Library, EntryPoint = "PEM_read_bio_X509")]
    internal static partial nint ReadCertificate(
        nint bio, nint target, delegate* unmanaged[Cdecl]<byte*, int, int, nint, int> password, void* argument);

    [LibraryImport(Library, EntryPoint = "PEM_read_bio_X509_CRL")]
    internal static partial nint ReadRevocationList(
        nint bio, nint target, delegate* unmanaged[Cdecl]<byte*, int, int, nint, int> password, void* argument);

    [LibraryImport(Library, EntryPoint = "PEM_read_bio_PrivateKey")]
    internal static partial nint ReadPrivateKey(
        nint bio, nint target, delegate* unmanaged[Cdecl]<byte*, int, int, nint, int> password, void* argument);

    [LibraryImport(Library, EntryPoint = "PEM_write_bio_X509")]
    internal static partial int WriteCertificate(nint bio, nint certificate);

    [LibraryImport(Library, EntryPoint = "PEM_write_bio_PrivateKey")]
    internal static partial int WritePrivateKey(
        nint bio, nint key, nint cipher, byte* password, int passwordLength, nint callback, void* argument);

    [LibraryImport(Library, EntryPoint = "PEM_write_bio_X509_REQ")]
    internal static partial int WriteRequest(nint bio, nint request);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_CTX_new_from_name")]
    internal static partial nint KeyContextNew(nint library, byte* algorithm, byte* properties);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_CTX_free")]
    internal static partial void KeyContextFree(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_keygen_init")]
    internal static partial int KeyContextBeginGenerate(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_CTX_set_group_name")]
    internal static partial int KeyContextSetGroup(nint context, byte* name);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_CTX_set_rsa_keygen_bits")]
    internal static partial int KeyContextSetRsaBits(nint context, int bits);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_generate")]
    internal static partial int KeyGenerate(nint context, nint* key);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_free")]
    internal static partial void KeyFree(nint key);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_get_base_id")]
    internal static partial int KeyGetType(nint key);

    [LibraryImport(Library, EntryPoint = "EVP_sha1")]
    internal static partial nint Sha1();

    [LibraryImport(Library, EntryPoint = "EVP_sha256")]
    internal static partial nint Sha256();

    [LibraryImport(Library, EntryPoint = "EVP_sha384")]
    internal static partial nint Sha384();

    [LibraryImport(Library, EntryPoint = "EVP_Digest")]
    internal static partial int Digest(
        void* data, nuint count, byte* digest, uint* size, nint type, nint engine);

    [LibraryImport(Library, EntryPoint = "EVP_CIPHER_fetch")]
    internal static partial nint FetchCipher(nint library, byte* algorithm, byte* properties);

    [LibraryImport(Library, EntryPoint = "EVP_EncryptInit_ex")]
    internal static partial int EncryptInitialize(
        nint context, nint cipher, nint engine, byte* key, byte* initializationVector);

    [LibraryImport(Library, EntryPoint = "EVP_DecryptInit_ex")]
    internal static partial int DecryptInitialize(
        nint context, nint cipher, nint engine, byte* key, byte* initializationVector);

    [LibraryImport(Library, EntryPoint = "EVP_MAC_CTX_set_params")]
    internal static partial int MacSetParameters(nint context, OpenSslParameter* parameters);

    [LibraryImport(Library, EntryPoint = "OPENSSL_sk_new_null")]
    internal static partial nint StackNew();

    [LibraryImport(Library, EntryPoint = "OPENSSL_sk_push")]
    internal static partial int StackPush(nint stack, nint item);

    [LibraryImport(Library, EntryPoint = "OPENSSL_sk_num")]
    internal static partial int StackCount(nint stack);

    [LibraryImport(Library, EntryPoint = "OPENSSL_sk_value")]
    internal static partial nint StackValue(nint stack, int index);

    [LibraryImport(Library, EntryPoint = "OPENSSL_sk_free")]
    internal static partial void StackFree(nint stack);
}

/// <summary>A named parameter of a provider (<c>OSSL_PARAM</c>); a list ends with an empty one.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct OpenSslParameter
{
    internal byte* Key;
    internal uint Type;
    internal void* Data;
    internal nuint DataBytes;
    internal nuint ReturnBytes;
}
