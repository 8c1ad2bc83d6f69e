using System.Net;
using System.Net.Sockets;
using Outrigger.Proxy.Tests.DataPath;

namespace Outrigger.Proxy.Tests.Attacks;

/// <summary>Many connections of one attacker.</summary>
internal sealed class Crowd : IDisposable
{
    private readonly List<Wire> _wires = [];

    public IReadOnlyList<Wire> Wires => _wires;

    /// <summary>Opens connections; those that the proxy refuses are not part of the crowd.</summary>
    public static async Task<Crowd> ConnectAsync(IPEndPoint endPoint, int count, int receiveBufferBytes = 0)
    {
        var crowd = new Crowd();
        for (var i = 0; i < count; i++)
        {
            try
            {
                crowd._wires.Add(await Wire.ConnectAsync(endPoint, receiveBufferBytes));
            }
            catch (SocketException)
            {
                // Refused, which is what the proxy may do.
                continue;
            }
        }

        return crowd;
    }

    /// <summary>Everybody sends the same; whoever was closed by the proxy is left alone.</summary>
    public async Task SendAsync(string text)
    {
        foreach (var wire in _wires)
        {
            try
            {
                await wire.SendAsync(text);
            }
            catch (SocketException)
            {
                // Closed by the proxy.
                continue;
            }
        }
    }

    /// <summary>What everybody receives until the proxy closes the connection.</summary>
    public async Task<string[]> ReceiveToEndAsync() => await Task.WhenAll(_wires.Select(async wire =>
    {
        try
        {
            return await wire.ReceiveToEndAsync();
        }
        catch (SocketException)
        {
            return "";
        }
    }));

    public void Dispose() => _wires.ForEach(wire => wire.Dispose());
}
