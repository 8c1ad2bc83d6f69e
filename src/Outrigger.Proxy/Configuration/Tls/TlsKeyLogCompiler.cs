using System.Net;
using Envoy.Config.Core.V3;
using Google.Protobuf.Collections;
using Outrigger.Net.Tls;
using Wire = Envoy.Extensions.TransportSockets.Tls.V3;

namespace Outrigger.Proxy.Configuration.Tls;

/// <summary>Compiles <c>envoy.extensions.transport_sockets.tls.v3.TlsKeyLog</c>.</summary>
internal sealed class TlsKeyLogCompiler(CompileReport report)
{
    /// <summary>Opens the log; null after mistakes.</summary>
    public TlsKeyLog? Compile(Wire.TlsKeyLog keyLog, FieldPath path)
    {
        IPNetwork[] local = Ranges(keyLog.LocalAddressRange, path, "local_address_range");
        IPNetwork[] remote = Ranges(keyLog.RemoteAddressRange, path, "remote_address_range");
        try
        {
            var log = new TlsKeyLog(
                keyLog.Path, (ours, theirs) => IsIn(local, ours) && IsIn(remote, theirs));
            report.Warning(path, "the secrets of connections are written to a file: who has it reads them all");
            return log;
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            report.Error(path.Field("path"), $"cannot be opened: {exception.Message}");
            return null;
        }
    }

    private IPNetwork[] Ranges(RepeatedField<CidrRange> ranges, FieldPath path, string field)
    {
        var networks = new List<IPNetwork>(ranges.Count);
        for (int i = 0; i < ranges.Count; i++)
        {
            CidrRange range = ranges[i];
            string text = $"{range.AddressPrefix}/{range.PrefixLen ?? 0}";
            if (IPNetwork.TryParse(text, out IPNetwork network))
            {
                networks.Add(network);
            }
            else
            {
                report.Error(path.Item(field, i), $"found {text}, expected the address of a network");
            }
        }

        return [.. networks];
    }

    private static bool IsIn(IPNetwork[] networks, NetworkAddress? address) =>
        networks.Length == 0
        || (address?.Ip is { } ip && Array.Exists(networks, network => network.Contains(ip)));
}
