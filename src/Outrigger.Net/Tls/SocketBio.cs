using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Outrigger.Net.Native;
using Outrigger.Net.Tls.Native;

namespace Outrigger.Net.Tls;

/// <summary>
/// OpenSSL's way to a socket. OpenSSL's own would do, but for what it does not tell: that a read found less
/// than it asked for, so that the next needs no system call to learn that nothing is there. The state is
/// native memory, one for each connection, which both sides see.
/// </summary>
internal static unsafe class SocketBio
{
    private static nint s_method;

    /// <summary>Makes the method table. Called once, by whoever loads the library.</summary>
    internal static void Initialize()
    {
        fixed (byte* name = "outrigger socket\0"u8)
            s_method = LibCrypto.BioMethodNew(OpenSslConstants.BioTypeSourceSink, name);
        _ = LibCrypto.BioMethodSetRead(s_method, &Read);
        _ = LibCrypto.BioMethodSetWrite(s_method, &Write);
        _ = LibCrypto.BioMethodSetControl(s_method, &Control);
    }

    /// <summary>Makes a BIO and the state that it works on.</summary>
    /// <param name="descriptor">The socket.</param>
    /// <param name="state">The state; to be freed with <see cref="FreeState"/> after the BIO.</param>
    internal static nint Create(int descriptor, out SocketBioState* state)
    {
        state = (SocketBioState*)NativeMemory.AllocZeroed((nuint)sizeof(SocketBioState));
        state->Descriptor = descriptor;
        var bio = LibCrypto.BioNew(s_method);
        LibCrypto.BioSetData(bio, state);
        LibCrypto.BioSetInitialized(bio, 1);
        return bio;
    }

    /// <summary>Lets the next reads find bytes that were taken from the socket before.</summary>
    internal static void Prepend(SocketBioState* state, ReadOnlySpan<byte> bytes)
    {
        state->Prefix = (byte*)NativeMemory.Alloc((nuint)bytes.Length);
        state->PrefixEnd = bytes.Length;
        bytes.CopyTo(new Span<byte>(state->Prefix, bytes.Length));
    }

    /// <summary>Frees the state of a BIO that is gone.</summary>
    internal static void FreeState(SocketBioState* state)
    {
        NativeMemory.Free(state->Prefix);
        NativeMemory.Free(state);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Read(nint bio, byte* buffer, int length)
    {
        var state = (SocketBioState*)LibCrypto.BioGetData(bio);
        ClearRetry(bio, state);
        if (state->Prefix is not null)
            return ReadPrefix(state, buffer, length);
        while (!state->IsReadDrained)
        {
            var result = Libc.Receive(state->Descriptor, buffer, length, 0);
            if (result > 0)
            {
                // After a hangup no further edge comes, so the end must be found by reading on.
                state->IsReadDrained = result < length && !state->HasHangup;
                return (int)result;
            }

            if (result == 0)
            {
                state->HasEnded = true;
                return 0;
            }

            var error = Marshal.GetLastPInvokeError();
            if (error == Errno.Interrupted)
                continue;
            if (error != Errno.TryAgain)
            {
                state->Error = error;
                return -1;
            }

            state->IsReadDrained = true;
        }

        SetRetry(bio, state, OpenSslConstants.BioFlagRead);
        return -1;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(nint bio, byte* data, int length)
    {
        var state = (SocketBioState*)LibCrypto.BioGetData(bio);
        ClearRetry(bio, state);
        while (true)
        {
            var result = Libc.Send(state->Descriptor, data, length, LinuxConstants.MessageNoSignal);
            if (result >= 0)
                return (int)result;
            var error = Marshal.GetLastPInvokeError();
            if (error == Errno.Interrupted)
                continue;
            if (error == Errno.TryAgain)
                SetRetry(bio, state, OpenSslConstants.BioFlagWrite);
            else
                state->Error = error;
            return -1;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint Control(nint bio, int command, nint number, void* pointer)
    {
        switch (command)
        {
            case OpenSslConstants.BioControlFlush or OpenSslConstants.BioControlDuplicate:
                return 1;
            case OpenSslConstants.BioControlEof:
                return ((SocketBioState*)LibCrypto.BioGetData(bio))->HasEnded ? 1 : 0;
            default:
                return 0;
        }
    }

    private static int ReadPrefix(SocketBioState* state, byte* buffer, int length)
    {
        var count = Math.Min(length, state->PrefixEnd - state->PrefixStart);
        NativeMemory.Copy(state->Prefix + state->PrefixStart, buffer, (nuint)count);
        state->PrefixStart += count;
        if (state->PrefixStart == state->PrefixEnd)
        {
            NativeMemory.Free(state->Prefix);
            state->Prefix = null;
        }

        return count;
    }

    private static void ClearRetry(nint bio, SocketBioState* state)
    {
        if (!state->HasRetryFlags)
            return;
        LibCrypto.BioClearFlags(bio, OpenSslConstants.BioFlagsAll);
        state->HasRetryFlags = false;
    }

    private static void SetRetry(nint bio, SocketBioState* state, int direction)
    {
        LibCrypto.BioSetFlags(bio, direction | OpenSslConstants.BioFlagRetry);
        state->HasRetryFlags = true;
    }
}

/// <summary>What a connection and its BIO tell each other.</summary>
internal unsafe struct SocketBioState
{
    /// <summary>The socket.</summary>
    internal int Descriptor;

    /// <summary>The system's error number of the call that failed last, else 0.</summary>
    internal int Error;

    /// <summary>Bytes that were received before TLS began; null when they are used up.</summary>
    internal byte* Prefix;

    /// <summary>The first of them that was not read yet.</summary>
    internal int PrefixStart;

    /// <summary>The end of them.</summary>
    internal int PrefixEnd;

    /// <summary>Whether the socket has nothing to read until the kernel says so again.</summary>
    internal bool IsReadDrained;

    /// <summary>Whether the kernel reported the peer's end, after which it reports nothing more.</summary>
    internal bool HasHangup;

    /// <summary>Whether the socket's end was read.</summary>
    internal bool HasEnded;

    /// <summary>Whether the BIO carries flags that say "try again".</summary>
    internal bool HasRetryFlags;
}
