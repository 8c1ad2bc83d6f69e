using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Outrigger.Local.Networking;

/// <summary>
/// The right to the loopback network 127.N.0.0/16 and to the network 10.(100+N).0.0/16, for one mesh at a
/// time.
/// </summary>
/// <remarks>
/// The right is held by a listening socket on an address of the network that nothing else uses. So it is the
/// kernel that keeps two meshes apart, between users too, and that takes the right back however the holder
/// ends; a lock file would need an owner, a place and a cleaner.
/// </remarks>
internal sealed class AddressLease : IDisposable
{
    private const int LockPort = 15999;

    // 127.0 holds localhost and the resolvers of many systems; above 155 there is no 10.(100+N).
    private const int First = 1;
    private const int Last = 155;

    private readonly Socket _lock;

    private AddressLease(int number, Socket socket)
    {
        Number = number;
        _lock = socket;
    }

    /// <summary>The number N, 1 to 155.</summary>
    public int Number { get; }

    /// <summary>Takes the network with the preferred number, or the next free one.</summary>
    /// <exception cref="LocalRuntimeException">All are taken.</exception>
    public static AddressLease Take(int preferred)
    {
        var used = UsedPodNetworks();
        for (var offset = 0; offset <= Last - First; offset++)
        {
            var number = First + ((preferred - First + offset) % (Last - First + 1));
            if (!used.Contains(number) && TryTake(number) is { } lease)
            {
                return lease;
            }
        }

        throw new LocalRuntimeException(
            $"every loopback network from 127.{First} to 127.{Last} is taken by other meshes");
    }

    /// <summary>A number to prefer, the same for the same text and spread over all.</summary>
    public static int PreferredFor(string text)
    {
        // FNV-1a: the framework's own hash codes differ from run to run.
        var hash = 2166136261u;
        foreach (var character in text)
        {
            hash = (hash ^ character) * 16777619u;
        }

        return First + (int)(hash % (Last - First + 1));
    }

    /// <summary>The address 127.N.(high).(low).</summary>
    public IPAddress Loopback(int high, int low) => new([127, (byte)Number, (byte)high, (byte)low]);

    /// <summary>The address 10.(100+N).(high).(low).</summary>
    public IPAddress Routed(int high, int low) => new([10, (byte)(100 + Number), (byte)high, (byte)low]);

    /// <summary>Gives the network back.</summary>
    public void Dispose() => _lock.Dispose();

    private static AddressLease? TryTake(int number)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.ExclusiveAddressUse = true;
            socket.Bind(new IPEndPoint(new IPAddress([127, (byte)number, 255, 254]), LockPort));
            socket.Listen(1);
            return new AddressLease(number, socket);
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    // A machine that already lives in a 10.x network must not lose its way to it.
    private static HashSet<int> UsedPodNetworks() => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Select(address => address.Address.GetAddressBytes())
        .Where(bytes => bytes is [10, > 100, _, _])
        .Select(bytes => bytes[1] - 100)
        .ToHashSet();
}
