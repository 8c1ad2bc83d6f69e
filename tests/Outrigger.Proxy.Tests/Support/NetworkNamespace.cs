using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Outrigger.Proxy.Tests.Support;

/// <summary>
/// A network of its own on this machine. A socket belongs for life to the namespace of the thread that made it.
/// </summary>
internal sealed class NetworkNamespace : IDisposable
{
    private const int NewNetwork = 0x40000000;

    private readonly string _name;

    public NetworkNamespace(string name)
    {
        _name = name;
        Run("ip", "netns", "add", _name);
        Run("ip", "-n", _name, "link", "set", "lo", "up");
    }

    /// <summary>Skips the test where namespaces cannot be made.</summary>
    public static void RequireOrSkip()
    {
        Assert.SkipUnless(Environment.UserName == "root", "network namespaces need root");
        Assert.SkipUnless(Find("ip") is not null, "ip (iproute2) is not installed");
        Assert.SkipUnless(Find("iptables") is not null, "iptables is not installed");
        Assert.SkipUnless(TryRun("ip", ["netns", "list"]) is null, "network namespaces are not available");
    }

    /// <summary>Joins two namespaces by a cable, each with an address at its end.</summary>
    public static void Connect(NetworkNamespace one, string oneAddress, NetworkNamespace other, string otherAddress)
    {
        var (oneEnd, otherEnd) = ($"to-{other._name}"[..Math.Min(15, 3 + other._name.Length)],
            $"to-{one._name}"[..Math.Min(15, 3 + one._name.Length)]);
        Run("ip", "link", "add", oneEnd, "netns", one._name, "type", "veth", "peer", "name", otherEnd, "netns", other._name);
        foreach (var (space, end, address) in ((NetworkNamespace, string, string)[])
            [(one, oneEnd, oneAddress), (other, otherEnd, otherAddress)])
        {
            space.Ip("addr", "add", address, "dev", end);
            space.Ip("link", "set", end, "up");
        }
    }

    /// <summary>Runs <c>ip</c> inside.</summary>
    public void Ip(params string[] arguments) => Run("ip", ["-n", _name, .. arguments]);

    /// <summary>Runs a program inside.</summary>
    public void Exec(params string[] command) => Run("ip", ["netns", "exec", _name, .. command]);

    /// <summary>Moves the calling thread into the namespace, for good.</summary>
    public void Enter()
    {
        using var handle = File.OpenHandle($"/run/netns/{_name}");
        if (SetNamespace((int)handle.DangerousGetHandle(), NewNetwork) != 0)
            throw new SocketException(Marshal.GetLastPInvokeError());
    }

    /// <summary>Makes a TCP socket inside.</summary>
    public Socket OpenSocket()
    {
        Socket? socket = null;
        var thread = new Thread(() =>
        {
            Enter();
            socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        });
        thread.Start();
        thread.Join();
        return socket!;
    }

    public void Dispose() => TryRun("ip", ["netns", "del", _name]);

    private static void Run(string program, params string[] arguments)
    {
        if (TryRun(program, arguments) is { } complaint)
            Assert.Fail($"{program} {string.Join(' ', arguments)}: {complaint}");
    }

    /// <summary>What the program complains of; null when it succeeded.</summary>
    private static string? TryRun(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(Find(program)!, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var complaint = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : $"exit status {process.ExitCode}: {complaint}";
    }

    private static string? Find(string program) =>
        new[] { $"/usr/sbin/{program}", $"/sbin/{program}", $"/usr/bin/{program}" }.FirstOrDefault(File.Exists);

    [DllImport("libc", EntryPoint = "setns", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetNamespace(int descriptor, int kind);
}
