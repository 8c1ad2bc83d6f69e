using System.Buffers.Binary;
using System.Net;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Outrigger.Proxy.Listeners;
using Outrigger.Proxy.ProxyProtocol;

namespace Outrigger.Proxy.Tests.Properties;

/// <summary>What holds of the first bytes of a connection, for any addresses, names and extensions.</summary>
public sealed class FirstBytesProperties
{
    public static Arbitrary<HelloParts> Hellos()
    {
        Gen<string> name = Gen.Elements("a", "h2", "http/1.1", "reviews.default.svc", "istio");
        return (
            from server in Gen.OneOf(Gen.Constant(""), name)
            from protocols in Gen.ArrayOf(name)
            from others in Gen.ArrayOf(ArbMap.Default.GeneratorFor<(byte Type, byte[] Data)>())
            from session in Gen.Choose(0, 32)
            from suites in Gen.Choose(1, 40)
            select new HelloParts(server, protocols, others, session, suites)).ToArbitrary();
    }

    [Property(Arbitrary = [typeof(FirstBytesProperties)], MaxTest = 500)]
    public void A_hello_is_read_whole_and_never_before(HelloParts parts, ushort cut)
    {
        byte[] bytes = parts.ToBytes();
        Assert.Equal(ClientHelloStatus.Complete, ClientHello.TryRead(bytes, out ClientHello hello));
        Assert.Equal(parts.ServerName, Encoding.ASCII.GetString(hello.ServerName));
        string protocols = string.Concat(parts.Protocols.Select(each => (char)each.Length + each));
        Assert.Equal(protocols, Encoding.ASCII.GetString(hello.ApplicationProtocols));
        Assert.Equal(ClientHelloStatus.NeedMoreData, ClientHello.TryRead(bytes.AsSpan(0, cut % bytes.Length), out _));
    }

    [Property(MaxTest = 500)]
    public void A_proxy_header_says_to_the_reader_what_the_writer_was_told(
        byte[] source, byte[] destination, ushort sourcePort, ushort destinationPort, byte[] rest, bool isText)
    {
        bool isIPv6 = source.Length > 6;
        NetworkAddress from = Address(source, sourcePort, isIPv6);
        NetworkAddress to = Address(destination, destinationPort, isIPv6);
        byte[] written = new byte[ProxyHeaderWriter.LengthWithoutEntriesMax];
        int length = isText
            ? ProxyHeaderWriter.WriteV1(from, to, written)
            : ProxyHeaderWriter.WriteV2(from, to, default, written);
        byte[] received = [.. written.AsSpan(0, length), .. rest];
        Assert.Equal(ProxyHeaderStatus.Complete, ProxyHeaderReader.TryRead(received, out ProxyHeader header));
        Assert.Equal(length, header.Length);
        Assert.Equal(from.ToString(), header.Source?.ToString());
        Assert.Equal(to.ToString(), header.Destination?.ToString());
        for (int cut = 0; cut < length; cut++)
            Assert.Equal(ProxyHeaderStatus.NeedMoreData, ProxyHeaderReader.TryRead(received.AsSpan(0, cut), out _));
    }

    private static NetworkAddress Address(byte[] bytes, ushort port, bool isIPv6)
    {
        byte[] ip = new byte[isIPv6 ? 16 : 4];
        bytes.AsSpan(0, Math.Min(bytes.Length, ip.Length)).CopyTo(ip);
        // An IPv6 address that embeds an IPv4 one is written as that.
        if (isIPv6)
            ip[0] = 0x20;
        return NetworkAddress.FromIp(new IPAddress(ip), port);
    }

    /// <summary>What a ClientHello is made of.</summary>
    public sealed record HelloParts(
        string ServerName, string[] Protocols, (byte Type, byte[] Data)[] Others, int SessionLength, int SuitesCount)
    {
        public byte[] ToBytes()
        {
            List<byte> extensions = [];
            // Types from 0x80 on mean nothing to the reader.
            foreach ((byte type, byte[] data) in Others)
                extensions.AddRange([0x80, type, .. Sized(data)]);
            if (ServerName.Length > 0)
            {
                byte[] name = Encoding.ASCII.GetBytes(ServerName);
                extensions.AddRange([0, 0, .. Sized(Sized([0, .. Sized(name)]))]);
            }

            if (Protocols.Length > 0)
            {
                byte[] list = [.. Protocols.SelectMany(each => (byte[])[(byte)each.Length, .. Encoding.ASCII.GetBytes(each)])];
                extensions.AddRange([0, 16, .. Sized(Sized(list))]);
            }

            byte[] body =
            [
                3, 3, .. new byte[32], (byte)SessionLength, .. new byte[SessionLength], .. Sized(new byte[2 * SuitesCount]), 1, 0,
                .. Sized([.. extensions]),
            ];
            return [0x16, 3, 1, .. Sized([1, 0, .. Sized(body)])];
        }

        /// <summary>The bytes behind two of length.</summary>
        private static byte[] Sized(byte[] bytes)
        {
            byte[] sized = [0, 0, .. bytes];
            BinaryPrimitives.WriteUInt16BigEndian(sized, (ushort)bytes.Length);
            return sized;
        }
    }
}
