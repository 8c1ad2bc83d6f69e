using System.Text;
using Outrigger.Proxy.ProxyProtocol;

namespace Outrigger.Fuzz.Listeners;

/// <summary>
/// The PROXY protocol at the start of a connection, in both forms: what is said of the first bytes is not taken
/// back when more come, and a header that was read and written again says the same.
/// </summary>
internal sealed class ProxyProtocolTarget : FuzzTarget
{
    private const int EveryLengthMax = 512;

    public override string Name => "proxy-protocol";

    public override IReadOnlyList<byte[]> Words =>
    [
        .. Latin1(
            "PROXY ", "TCP4 ", "TCP6 ", "UNKNOWN", "192.0.2.1 ", "::1 ", "::ffff:1.2.3.4 ", "65535", "65536", " 0 ", "00", "\r\n",
            "\r", "\n", " ", "255.255.255.255", "\r\n\r\n\0\r\nQUIT\n", "\u0020\0", "\u0021\u0011\0\u000c",
            "\u0021\u0021\0\u0024", "\u0021\u0031\0\u00d8", "\u0003\0\u0004"),
    ];

    public override void Run(byte[] input)
    {
        string whole = Describe(input, out ProxyHeaderStatus status);
        Compare(input, SplitOf(input), whole);
        for (int length = 0; length < Math.Min(input.Length, EveryLengthMax); length++)
            Compare(input, length, whole);
        if (status == ProxyHeaderStatus.Complete)
            WriteAgain(input, whole);
    }

    private static void Compare(byte[] input, int length, string whole)
    {
        string early = Describe(input.AsSpan(0, length), out ProxyHeaderStatus status);
        if (status != ProxyHeaderStatus.NeedMoreData)
            Invariant.Same(whole, early, $"what is said of {length} bytes");
    }

    private static void WriteAgain(byte[] input, string whole)
    {
        ProxyHeaderReader.TryRead(input, out ProxyHeader header);
        if (!header.HasAddresses || header.Source is null || header.Destination is null)
            return;
        int length;
        byte[] written;
        if (header.Version == ProxyHeaderVersion.V1)
        {
            written = new byte[ProxyHeaderV1.LengthMax];
            length = ProxyHeaderWriter.WriteV1(header.Source, header.Destination, written);
        }
        else
        {
            // A checksum is of the header that it came in.
            List<byte> entries = [];
            for (ProxyEntries each = new(header.Entries); each.MoveNext();)
            {
                if (each.Type == ProxyEntries.TypeChecksum)
                    return;
                entries.AddRange(each.Whole);
            }

            Invariant.Holds(entries.Count == header.Entries.Length);
            written = new byte[ProxyHeaderWriter.LengthWithoutEntriesMax + entries.Count];
            length = ProxyHeaderWriter.WriteV2(header.Source, header.Destination, entries.ToArray(), written);
        }

        string again = Describe(written.AsSpan(0, length), out _);
        Invariant.Same(WithoutLength(whole), WithoutLength(again), "what was written again");
    }

    private static string WithoutLength(string description) => description[description.IndexOf(';', StringComparison.Ordinal)..];

    private static string Describe(ReadOnlySpan<byte> bytes, out ProxyHeaderStatus status)
    {
        status = ProxyHeaderReader.TryRead(bytes, out ProxyHeader header);
        if (status != ProxyHeaderStatus.Complete)
            return status.ToString();
        Invariant.Holds(header.Length > 0 && header.Length <= bytes.Length);
        Invariant.Holds(header.Length <= ProxyHeaderReader.LengthMax);
        Invariant.Holds(header.HasAddresses || (header.Source is null && header.Destination is null));
        StringBuilder text = new();
        text.Append($"{status} {header.Length}; {header.Version} {header.HasAddresses} {header.Source} {header.Destination} ");
        return text.Append(Convert.ToHexString(header.Entries)).ToString();
    }
}
