using System.Runtime.InteropServices;
using Outrigger.Net.Native;

namespace Outrigger.Net.Sockets;

/// <summary>TCP keep-alive probes. Zero leaves the system's value.</summary>
/// <param name="IdleSeconds">Silence before the first probe (TCP_KEEPIDLE).</param>
/// <param name="IntervalSeconds">Time between probes (TCP_KEEPINTVL).</param>
/// <param name="ProbesMax">Unanswered probes until the connection counts as dead (TCP_KEEPCNT).</param>
public sealed record KeepAliveOptions(int IdleSeconds = 0, int IntervalSeconds = 0, int ProbesMax = 0);

/// <summary>Sets and reads options of a descriptor.</summary>
internal static unsafe class SocketOptions
{
    internal static bool TrySet(int descriptor, int level, int name, int value) =>
        Libc.SetSocketOption(descriptor, level, name, &value, sizeof(int)) == 0;

    internal static void SetKeepAlive(int descriptor, KeepAliveOptions options)
    {
        TrySet(descriptor, LinuxConstants.LevelSocket, LinuxConstants.OptionKeepAlive, 1);
        SetPositive(descriptor, LinuxConstants.OptionKeepIdle, options.IdleSeconds);
        SetPositive(descriptor, LinuxConstants.OptionKeepInterval, options.IntervalSeconds);
        SetPositive(descriptor, LinuxConstants.OptionKeepCount, options.ProbesMax);
    }

    internal static void SetUserTimeout(int descriptor, int timeoutMs) =>
        SetPositive(descriptor, LinuxConstants.OptionUserTimeout, timeoutMs);

    /// <summary>Lets a socket use addresses that are not the machine's, or not yet.</summary>
    internal static void SetForeignAddress(
        int descriptor, bool isIPv6, bool isTransparent, bool isFreeBind)
    {
        if (isTransparent && isIPv6)
            TrySet(descriptor, LinuxConstants.LevelIpv6, LinuxConstants.OptionIpv6Transparent, 1);
        else if (isTransparent)
            TrySet(descriptor, LinuxConstants.LevelIp, LinuxConstants.OptionIpTransparent, 1);
        if (isFreeBind && isIPv6)
            TrySet(descriptor, LinuxConstants.LevelIpv6, LinuxConstants.OptionIpv6FreeBind, 1);
        else if (isFreeBind)
            TrySet(descriptor, LinuxConstants.LevelIp, LinuxConstants.OptionIpFreeBind, 1);
    }

    internal static void SetResetOnClose(int descriptor)
    {
        // struct linger { l_onoff = 1, l_linger = 0 }
        var linger = stackalloc int[2] { 1, 0 };
        _ = Libc.SetSocketOption(
            descriptor, LinuxConstants.LevelSocket, LinuxConstants.OptionLinger, linger, 2 * sizeof(int));
    }

    internal static int TakeError(int descriptor)
    {
        int error;
        uint length = sizeof(int);
        return Libc.GetSocketOption(
            descriptor, LinuxConstants.LevelSocket, LinuxConstants.OptionError, &error, &length) == 0
            ? error
            : Marshal.GetLastPInvokeError();
    }

    internal static NetworkAddress? LocalAddress(int descriptor)
    {
        var storage = stackalloc byte[NetworkAddress.KernelBytesMax];
        uint length = NetworkAddress.KernelBytesMax;
        return Libc.GetSocketName(descriptor, storage, &length) == 0
            ? NetworkAddress.FromKernel(new ReadOnlySpan<byte>(storage, (int)length))
            : null;
    }

    internal static NetworkAddress? OriginalDestination(int descriptor, bool isIPv6)
    {
        var storage = stackalloc byte[NetworkAddress.KernelBytesMax];
        var length = isIPv6 ? 28u : 16u;
        var status = Libc.GetSocketOption(
            descriptor,
            isIPv6 ? LinuxConstants.LevelIpv6 : LinuxConstants.LevelIp,
            isIPv6 ? LinuxConstants.OptionIpv6OriginalDestination : LinuxConstants.OptionOriginalDestination,
            storage,
            &length);
        return status == 0 ? NetworkAddress.FromKernel(new ReadOnlySpan<byte>(storage, (int)length)) : null;
    }

    private static void SetPositive(int descriptor, int name, int value)
    {
        if (value > 0)
            TrySet(descriptor, LinuxConstants.LevelTcp, name, value);
    }
}
