using System.Runtime.InteropServices;

namespace Outrigger.Net.Tls.Native;

/// <summary>What of OpenSSL's certificate functions is used; they are part of <c>libcrypto</c>.</summary>
internal static unsafe partial class LibX509
{
    private const string Library = "libcrypto.so.3";

    [LibraryImport(Library, EntryPoint = "X509_free")]
    internal static partial void Free(nint certificate);

    [LibraryImport(Library, EntryPoint = "X509_CRL_free")]
    internal static partial void RevocationListFree(nint list);

    [LibraryImport(Library, EntryPoint = "X509_STORE_new")]
    internal static partial nint StoreNew();

    [LibraryImport(Library, EntryPoint = "X509_STORE_free")]
    internal static partial void StoreFree(nint store);

    [LibraryImport(Library, EntryPoint = "X509_STORE_add_cert")]
    internal static partial int StoreAddCertificate(nint store, nint certificate);

    [LibraryImport(Library, EntryPoint = "X509_STORE_add_crl")]
    internal static partial int StoreAddRevocationList(nint store, nint list);

    [LibraryImport(Library, EntryPoint = "X509_STORE_set_flags")]
    internal static partial int StoreSetFlags(nint store, nuint flags);

    [LibraryImport(Library, EntryPoint = "X509_VERIFY_PARAM_set_depth")]
    internal static partial void VerifyParametersSetDepth(nint parameters, int depth);

    [LibraryImport(Library, EntryPoint = "X509_verify_cert")]
    internal static partial int Verify(nint storeContext);

    [LibraryImport(Library, EntryPoint = "X509_STORE_CTX_new")]
    internal static partial nint StoreContextNew();

    [LibraryImport(Library, EntryPoint = "X509_STORE_CTX_init")]
    internal static partial int StoreContextInitialize(nint storeContext, nint store, nint leaf, nint chain);

    [LibraryImport(Library, EntryPoint = "X509_STORE_CTX_free")]
    internal static partial void StoreContextFree(nint storeContext);

    [LibraryImport(Library, EntryPoint = "X509_STORE_CTX_get_error")]
    internal static partial int StoreContextGetError(nint storeContext);

    [LibraryImport(Library, EntryPoint = "X509_STORE_CTX_set_error")]
    internal static partial void StoreContextSetError(nint storeContext, int error);

    [LibraryImport(Library, EntryPoint = "X509_STORE_CTX_get_error_depth")]
    internal static partial int StoreContextGetErrorDepth(nint storeContext);

    [LibraryImport(Library, EntryPoint = "X509_STORE_CTX_get0_cert")]
    internal static partial nint StoreContextGetCertificate(nint storeContext);

    [LibraryImport(Library, EntryPoint = "X509_verify_cert_error_string")]
    internal static partial byte* VerifyErrorText(nint error);

    [LibraryImport(Library, EntryPoint = "X509_get0_pubkey")]
    internal static partial nint GetPublicKey(nint certificate);

    [LibraryImport(Library, EntryPoint = "X509_check_private_key")]
    internal static partial int MatchesPrivateKey(nint certificate, nint key);

    [LibraryImport(Library, EntryPoint = "X509_get_ext_d2i")]
    internal static partial nint GetExtension(nint certificate, int identifier, int* isCritical, int* index);

    [LibraryImport(Library, EntryPoint = "GENERAL_NAMES_free")]
    internal static partial void GeneralNamesFree(nint names);

    [LibraryImport(Library, EntryPoint = "ASN1_STRING_get0_data")]
    internal static partial byte* StringData(nint text);

    [LibraryImport(Library, EntryPoint = "ASN1_STRING_length")]
    internal static partial int StringLength(nint text);

    [LibraryImport(Library, EntryPoint = "i2d_X509")]
    internal static partial int Encode(nint certificate, byte** target);

    [LibraryImport(Library, EntryPoint = "X509_get_X509_PUBKEY")]
    internal static partial nint GetPublicKeyInfo(nint certificate);

    [LibraryImport(Library, EntryPoint = "i2d_X509_PUBKEY")]
    internal static partial int EncodePublicKeyInfo(nint publicKeyInfo, byte** target);

    [LibraryImport(Library, EntryPoint = "X509_get_subject_name")]
    internal static partial nint GetSubject(nint certificate);

    [LibraryImport(Library, EntryPoint = "X509_get_issuer_name")]
    internal static partial nint GetIssuer(nint certificate);

    [LibraryImport(Library, EntryPoint = "X509_get_serialNumber")]
    internal static partial nint GetSerialNumber(nint certificate);

    [LibraryImport(Library, EntryPoint = "X509_NAME_print_ex")]
    internal static partial int PrintName(nint bio, nint name, int indent, nuint flags);

    [LibraryImport(Library, EntryPoint = "X509_NAME_get_text_by_NID")]
    internal static partial int GetNameText(nint name, int identifier, byte* buffer, int length);

    [LibraryImport(Library, EntryPoint = "X509_get0_notBefore")]
    internal static partial nint GetNotBefore(nint certificate);

    [LibraryImport(Library, EntryPoint = "X509_get0_notAfter")]
    internal static partial nint GetNotAfter(nint certificate);

    [LibraryImport(Library, EntryPoint = "ASN1_TIME_to_tm")]
    internal static partial int TimeToParts(nint time, TimeParts* parts);

    [LibraryImport(Library, EntryPoint = "X509_REQ_new")]
    internal static partial nint RequestNew();

    [LibraryImport(Library, EntryPoint = "X509_REQ_free")]
    internal static partial void RequestFree(nint request);

    [LibraryImport(Library, EntryPoint = "X509_REQ_set_version")]
    internal static partial int RequestSetVersion(nint request, nint version);

    [LibraryImport(Library, EntryPoint = "X509_REQ_set_pubkey")]
    internal static partial int RequestSetPublicKey(nint request, nint key);

    [LibraryImport(Library, EntryPoint = "X509_REQ_add_extensions")]
    internal static partial int RequestAddExtensions(nint request, nint extensions);

    [LibraryImport(Library, EntryPoint = "X509_REQ_sign")]
    internal static partial int RequestSign(nint request, nint key, nint digest);

    [LibraryImport(Library, EntryPoint = "X509V3_EXT_i2d")]
    internal static partial nint ExtensionEncode(int identifier, int isCritical, nint value);

    [LibraryImport(Library, EntryPoint = "X509_EXTENSION_free")]
    internal static partial void ExtensionFree(nint extension);

    [LibraryImport(Library, EntryPoint = "GENERAL_NAME_new")]
    internal static partial nint GeneralNameNew();

    [LibraryImport(Library, EntryPoint = "GENERAL_NAME_set0_value")]
    internal static partial void GeneralNameSet(nint name, int type, nint value);

    [LibraryImport(Library, EntryPoint = "ASN1_STRING_type_new")]
    internal static partial nint StringNew(int type);

    [LibraryImport(Library, EntryPoint = "ASN1_STRING_set")]
    internal static partial int StringSet(nint text, byte* data, int length);

    [LibraryImport(Library, EntryPoint = "d2i_OCSP_RESPONSE")]
    internal static partial nint DecodeOcspResponse(nint target, byte** data, nint length);

    [LibraryImport(Library, EntryPoint = "OCSP_RESPONSE_free")]
    internal static partial void OcspResponseFree(nint response);

    [LibraryImport(Library, EntryPoint = "OCSP_response_status")]
    internal static partial int OcspResponseStatus(nint response);

    [LibraryImport(Library, EntryPoint = "OCSP_response_get1_basic")]
    internal static partial nint OcspGetBasic(nint response);

    [LibraryImport(Library, EntryPoint = "OCSP_BASICRESP_free")]
    internal static partial void OcspBasicFree(nint basic);

    [LibraryImport(Library, EntryPoint = "OCSP_resp_get0")]
    internal static partial nint OcspGetSingle(nint basic, int index);

    [LibraryImport(Library, EntryPoint = "OCSP_single_get0_status")]
    internal static partial int OcspGetStatus(
        nint single, int* reason, nint* revokedAt, nint* thisUpdate, nint* nextUpdate);
}

/// <summary>A broken-down time (<c>struct tm</c> of glibc).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TimeParts
{
    internal int Second;
    internal int Minute;
    internal int Hour;
    internal int Day;
    internal int MonthFromZero;
    internal int YearFrom1900;
    internal int DayOfWeek;
    internal int DayOfYear;
    internal int IsDaylightSaving;
    internal nint OffsetSeconds;
    internal nint ZoneName;

    internal readonly DateTimeOffset ToUtc() =>
        new(YearFrom1900 + 1900, MonthFromZero + 1, Day, Hour, Minute, Second, TimeSpan.Zero);
}
