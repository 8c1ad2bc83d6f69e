namespace Outrigger.Net.Tls.Native;

/// <summary>Numeric constants of OpenSSL 3's headers; its binary interface keeps them.</summary>
internal static class OpenSslConstants
{
    internal const ulong InitializeNoExitHandler = 0x00080000;
    internal const nuint Version35 = 0x30500000;

    internal const int ControlMode = 33;
    internal const int ControlSetReadAhead = 41;
    internal const int ControlSetSessionCacheSize = 42;
    internal const int ControlSetSessionCacheMode = 44;
    internal const int ControlSetHostName = 55;
    internal const int ControlSetStatusCallback = 63;
    internal const int ControlSetStatusCallbackArgument = 64;
    internal const int ControlSetOcspResponse = 71;
    internal const int ControlSetGroupsList = 92;
    internal const int ControlSetSignatureAlgorithmsList = 98;
    internal const int ControlSetVersionMin = 123;
    internal const int ControlSetVersionMax = 124;
    internal const int ControlGetNegotiatedGroup = 134;

    internal const int ModePartialWrite = 0x1;
    internal const int ModeMovingWriteBuffer = 0x2;
    internal const int ModeAutoRetry = 0x4;
    internal const int ModeReleaseBuffers = 0x10;

    internal const ulong OptionNoTicket = 1 << 14;
    internal const ulong OptionNoCompression = 1 << 17;
    internal const ulong OptionPrioritizeChaCha = 1 << 21;
    internal const ulong OptionServerPreference = 1 << 22;
    internal const ulong OptionNoRenegotiation = 1 << 30;

    internal const int VerifyPeer = 1;
    internal const int VerifyFailWithoutCertificate = 2;
    internal const int VerifyClientOnce = 4;

    internal const int SessionCacheOff = 0;
    internal const int SessionCacheClient = 1;
    internal const int SessionCacheServer = 2;
    internal const int SessionCacheNoInternal = 0x300;

    internal const int ErrorNone = 0;
    internal const int ErrorSsl = 1;
    internal const int ErrorWantRead = 2;
    internal const int ErrorWantWrite = 3;
    internal const int ErrorSystemCall = 5;
    internal const int ErrorZeroReturn = 6;

    internal const int LibraryNumberSsl = 20;
    internal const int ReasonCertificateVerifyFailed = 134;
    internal const int ReasonHttpRequest = 156;
    internal const int ReasonPeerDidNotReturnCertificate = 199;
    internal const int ReasonWrongVersionNumber = 267;
    internal const int ReasonUnexpectedEnd = 294;
    internal const int ReasonAlertOffset = 1000;

    internal const int ExtensionOk = 0;
    internal const int ExtensionFatal = 2;
    internal const int ExtensionNotAcknowledged = 3;

    internal const int Tls12Number = 0x0303;
    internal const int Tls13Number = 0x0304;

    internal const int BioTypeSourceSink = 0x0400;
    internal const int BioFlagRead = 0x01;
    internal const int BioFlagWrite = 0x02;
    internal const int BioFlagRetry = 0x08;
    internal const int BioFlagsAll = 0x0F;
    internal const int BioControlEof = 2;
    internal const int BioControlInfo = 3;
    internal const int BioControlPending = 10;
    internal const int BioControlFlush = 11;
    internal const int BioControlDuplicate = 12;

    internal const nuint StoreCheckLeafRevocation = 0x4;
    internal const nuint StoreCheckAllRevocation = 0x8;
    internal const nuint StorePartialChain = 0x80000;
    internal const nuint StoreNoCheckTime = 0x200000;

    internal const int VerifyErrorApplication = 50;

    internal const int IdentifierCommonName = 13;
    internal const int IdentifierSubjectAltName = 85;
    internal const nuint NameFormatRfc2253 = 0x1110317;

    internal const int GeneralNameEmail = 1;
    internal const int GeneralNameDns = 2;
    internal const int GeneralNameUri = 6;
    internal const int GeneralNameIp = 7;

    internal const int StringTypeIa5 = 22;

    internal const int OcspSuccessful = 0;

    internal const uint ParameterUtf8 = 4;
    internal const uint ParameterOctets = 5;
}
