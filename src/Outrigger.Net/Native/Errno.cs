namespace Outrigger.Net.Native;

/// <summary>Linux error numbers (the same on x86-64 and arm64) that the loop tells apart.</summary>
internal static class Errno
{
    internal const int Interrupted = 4;
    internal const int TryAgain = 11;
    internal const int OutOfMemory = 12;
    internal const int InvalidArgument = 22;
    internal const int TooManyFilesInSystem = 23;
    internal const int TooManyFiles = 24;
    internal const int ProtocolError = 71;
    internal const int AddressInUse = 98;
    internal const int ConnectionAborted = 103;
    internal const int NoBufferSpace = 105;
    internal const int InProgress = 115;
}
