using System.Buffers.Binary;
using System.Text;
using Outrigger.Bench.Measuring;
using Outrigger.Bench.Peers;

namespace Outrigger.Bench.Backends;

/// <summary>
/// nghttpd, of HTTP/2's servers the one that costs the load's core least: 1 KB of a file that it keeps in memory. One
/// program for each target, since it listens on one port.
/// </summary>
internal static class NghttpdBackend
{
    public const string PlainPath = "/productpage";

    public const string GrpcPath = "/bench.greeter/hello";

    private const int BodyBytes = 1024;

    public static IReadOnlyList<RunningProcess> Start(string folder, ProxyTask task)
    {
        var home = Directory.CreateDirectory(Path.Combine(folder, "backend")).FullName;
        var root = Path.Combine(home, "root");
        WriteFile(root + PlainPath, Encoding.ASCII.GetBytes(new string('x', BodyBytes)));
        WriteFile(root + GrpcPath, GrpcMessage());
        return [.. task.Backends.Select((address, i) =>
            RunningProcess.StartPinned("backend", Command(task, address, root), Cores.Load, $"{home}/output{i}.log"))];
    }

    private static List<string> Command(ProxyTask task, string address, string root)
    {
        var parts = address.Split(':');
        var command = new List<string> { "nghttpd", "--workers=1", $"--address={parts[0]}", $"--htdocs={root}" };
        // What makes an answer gRPC's: its status comes after its body.
        if (task.Protocol == Protocol.Grpc) command.AddRange(["--trailer=grpc-status: 0", "--no-content-length"]);
        if (task.Forward == Protection.None) return [.. command, "--no-tls", parts[1]];
        return [.. command, "--verify-client", parts[1], task.Certificates.Server.Key,
            task.Certificates.Server.Certificate];
    }

    /// <summary>One uncompressed message of gRPC: a flag, four bytes of length, and a string as field 1.</summary>
    private static byte[] GrpcMessage()
    {
        const int textBytes = 100;
        var message = new byte[5 + 2 + textBytes];
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), 2 + textBytes);
        message[5] = 0x0a;
        message[6] = textBytes;
        message.AsSpan(7).Fill((byte)'x');
        return message;
    }

    private static void WriteFile(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }
}
