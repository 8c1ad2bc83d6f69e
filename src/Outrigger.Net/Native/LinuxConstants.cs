namespace Outrigger.Net.Native;

/// <summary>Numeric constants of the Linux socket interface; equal on x86-64 and arm64.</summary>
internal static class LinuxConstants
{
    internal const int EpollAdd = 1;
    internal const int EpollDelete = 2;
    internal const int EpollModify = 3;
    internal const int EpollCloseOnExec = 0x80000;

    internal const int EventNonBlocking = 0x800;
    internal const int EventCloseOnExec = 0x80000;

    internal const int FamilyUnix = 1;
    internal const int FamilyInet = 2;
    internal const int FamilyInet6 = 10;

    internal const int SocketStream = 1;
    internal const int SocketNonBlocking = 0x800;
    internal const int SocketCloseOnExec = 0x80000;
    internal const int StreamType = SocketStream | SocketNonBlocking | SocketCloseOnExec;

    internal const int LevelSocket = 1;
    internal const int OptionReuseAddress = 2;
    internal const int OptionError = 4;
    internal const int OptionSendBuffer = 7;
    internal const int OptionReceiveBuffer = 8;
    internal const int OptionKeepAlive = 9;
    internal const int OptionLinger = 13;
    internal const int OptionReusePort = 15;
    internal const int OptionMark = 36;

    internal const int LevelIp = 0;
    internal const int OptionIpTransparent = 19;
    internal const int OptionIpFreeBind = 15;
    internal const int OptionBindAddressNoPort = 24;
    internal const int OptionOriginalDestination = 80;

    internal const int LevelIpv6 = 41;
    internal const int OptionIpv6Only = 26;
    internal const int OptionIpv6Transparent = 75;
    internal const int OptionIpv6FreeBind = 78;
    internal const int OptionIpv6OriginalDestination = 80;

    internal const int LevelTcp = 6;
    internal const int OptionNoDelay = 1;
    internal const int OptionKeepIdle = 4;
    internal const int OptionKeepInterval = 5;
    internal const int OptionKeepCount = 6;
    internal const int OptionUserTimeout = 18;

    internal const int MessageNoSignal = 0x4000;
    internal const int ShutdownSend = 1;

    internal const int PipeNonBlocking = 0x800;
    internal const int PipeCloseOnExec = 0x80000;
    internal const int ControlSetPipeSize = 1031;
    internal const uint SpliceMove = 1;
    internal const uint SpliceNonBlocking = 2;

    internal const int OpenReadOnly = 0;
    internal const int OpenCloseOnExec = 0x80000;

    internal const int ProtectionReadWrite = 3;
    internal const int MapPrivateAnonymous = 0x22;
    internal const int AdviseDontNeed = 4;
}
