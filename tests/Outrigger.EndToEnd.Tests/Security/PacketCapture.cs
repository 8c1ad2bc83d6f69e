using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using Outrigger.Local.Supervision;

namespace Outrigger.EndToEnd.Tests.Security;

/// <summary>What goes over an interface, as tcpdump sees it: the bytes of every direction of every connection.</summary>
internal sealed class PacketCapture : IDisposable
{
    private const int EthernetBytes = 14;
    private const int FileHeaderBytes = 24;
    private const int RecordHeaderBytes = 16;

    private readonly Process _process;
    private readonly string _file;

    private PacketCapture(Process process, string file)
    {
        _process = process;
        _file = file;
    }

    /// <summary>Starts to capture, and returns once tcpdump listens.</summary>
    public static async Task<PacketCapture> StartAsync(string link, string filter)
    {
        var file = Path.GetTempFileName();
        string[] words = ["-i", link, "-w", file, "-U", "-s", "0", "--immediate-mode", "-Z", "root", filter];
        var startInfo = new ProcessStartInfo("tcpdump", words) { RedirectStandardError = true };
        var process = Process.Start(startInfo)!;
        while (await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Contains("listening on", StringComparison.Ordinal))
            {
                return new PacketCapture(process, file);
            }
        }

        throw new InvalidOperationException("tcpdump ended at once");
    }

    /// <summary>Stops, and returns the bytes of each direction of each connection that was seen from its beginning.</summary>
    public async Task<IReadOnlyList<CapturedFlow>> StopAsync()
    {
        _ = NativeMethods.Kill(_process.Id, (int)Signal.Terminate);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return Read(await File.ReadAllBytesAsync(_file, TestContext.Current.CancellationToken));
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
        File.Delete(_file);
    }

    private static List<CapturedFlow> Read(byte[] capture)
    {
        var flows = new Dictionary<(IPEndPoint, IPEndPoint), SortedDictionary<uint, byte[]>>();
        var starts = new Dictionary<(IPEndPoint, IPEndPoint), uint>();
        for (var at = FileHeaderBytes; at + RecordHeaderBytes <= capture.Length;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(capture.AsSpan(at + 8));
            ReadFrame(capture.AsSpan(at + RecordHeaderBytes, length), flows, starts);
            at += RecordHeaderBytes + length;
        }

        return
        [
            .. flows.Where(flow => starts.ContainsKey(flow.Key)).Select(flow => new CapturedFlow(
                flow.Key.Item1, flow.Key.Item2, Join(flow.Value, starts[flow.Key]))),
        ];
    }

    private static void ReadFrame(
        ReadOnlySpan<byte> frame,
        Dictionary<(IPEndPoint, IPEndPoint), SortedDictionary<uint, byte[]>> flows,
        Dictionary<(IPEndPoint, IPEndPoint), uint> starts)
    {
        const int SynFlag = 2;
        const int TcpProtocol = 6;
        var ip = frame[EthernetBytes..];
        if (ip[9] != TcpProtocol)
        {
            return;
        }

        ip = ip[..BinaryPrimitives.ReadUInt16BigEndian(ip[2..])];
        var tcp = ip[((ip[0] & 15) * 4)..];
        var source = new IPEndPoint(new IPAddress(ip[12..16]), BinaryPrimitives.ReadUInt16BigEndian(tcp));
        var target = new IPEndPoint(new IPAddress(ip[16..20]), BinaryPrimitives.ReadUInt16BigEndian(tcp[2..]));
        var sequence = BinaryPrimitives.ReadUInt32BigEndian(tcp[4..]);
        if ((tcp[13] & SynFlag) != 0)
        {
            starts[(source, target)] = sequence + 1;
        }

        var payload = tcp[((tcp[12] >> 4) * 4)..];
        if (!payload.IsEmpty)
        {
            if (!flows.TryGetValue((source, target), out var segments))
            {
                flows[(source, target)] = segments = [];
            }

            segments[sequence] = payload.ToArray();
        }
    }

    /// <summary>The bytes in their order, up to the first gap.</summary>
    private static byte[] Join(SortedDictionary<uint, byte[]> segments, uint start)
    {
        var bytes = new List<byte>();
        foreach (var (sequence, payload) in segments)
        {
            var overlap = (long)start + bytes.Count - sequence;
            if (overlap < 0)
            {
                break;
            }

            bytes.AddRange(payload.Skip((int)overlap));
        }

        return [.. bytes];
    }
}

/// <summary>One direction of a connection.</summary>
internal sealed record CapturedFlow(IPEndPoint Source, IPEndPoint Target, byte[] Bytes)
{
    private const byte ChangeCipherSpec = 20;
    private const byte Handshake = 22;
    private const byte ApplicationData = 23;
    private const byte ServerHello = 2;

    // supported_versions (43) of two bytes, TLS 1.3 (RFC 8446 section 4.2.1): older versions do not have it.
    private static readonly byte[] SelectsTls13 = [0, 43, 0, 2, 3, 4];

    /// <summary>Whether there is nothing but records of TLS, of which all but the first are encrypted.</summary>
    public bool IsTls13Only()
    {
        var isFirst = true;
        for (var at = 0; at + 5 <= Bytes.Length;)
        {
            var (type, length) = (Bytes[at], (Bytes[at + 3] << 8) | Bytes[at + 4]);
            if (Bytes[at + 1] != 3 || type is not (ChangeCipherSpec or Handshake or ApplicationData))
            {
                return false;
            }

            if (isFirst != (type == Handshake))
            {
                // TLS 1.3 encrypts everything after the hellos, so that no other handshake record is seen as one.
                if (type != ChangeCipherSpec)
                {
                    return false;
                }
            }
            else if (isFirst)
            {
                var hello = Bytes.AsSpan(at + 5, Math.Min(length, Bytes.Length - at - 5));
                if (hello[0] == ServerHello && hello.IndexOf(SelectsTls13) < 0)
                {
                    return false;
                }

                isFirst = false;
            }

            at += 5 + length;
        }

        return true;
    }

    /// <summary>Whether a text is in it as it is.</summary>
    public bool Contains(string text) => Bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(text)) >= 0;

    public override string ToString() =>
        $"{Source} → {Target}: {Bytes.Length} bytes beginning with {Convert.ToHexString(Bytes.AsSpan(0, Math.Min(64, Bytes.Length)))}";
}
