using System.Text;
using Outrigger.Proxy.Listeners;
using Outrigger.Proxy.Model;

namespace Outrigger.Fuzz.Listeners;

/// <summary>
/// Protocol detection as connections go through it. The first byte chooses the inspectors; an inspector that
/// is asked after every byte says the same as one that sees all at once.
/// </summary>
internal sealed class HttpInspectorTarget : FuzzTarget
{
    private const int ByteByByteMax = 2048;

    private static readonly ListenerFilters[] s_filters =
    [
        ListenerFilters.HttpInspector,
        ListenerFilters.TlsInspector | ListenerFilters.HttpInspector,
        ListenerFilters.TlsInspector,
    ];

    public override string Name => "http-inspector";

    public override IReadOnlyList<byte[]> Words => Latin1(
        "GET ", "POST ", "/ HTTP/1.1\r\n", " HTTP/1.0\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\r", "\n", "\u0016\u0003\u0001",
        "SSH-2.0-", "\0", "HTTP/1.1", " ", "CONNECT a:1 ");

    public override void Run(byte[] input)
    {
        if (input.Length == 0)
            return;
        ListenerFilters filters = s_filters[input[0] % s_filters.Length];
        ReadOnlySpan<byte> bytes = input.AsSpan(1);
        string whole = Describe(bytes, filters, [bytes.Length]);
        int split = SplitOf(bytes);
        Invariant.Same(whole, Describe(bytes, filters, [split, bytes.Length]), "what arrives in two pieces");
        if (bytes.Length <= ByteByByteMax)
            Invariant.Same(whole, Describe(bytes, filters, Enumerable.Range(1, bytes.Length)), "what arrives byte by byte");
    }

    private static string Describe(ReadOnlySpan<byte> bytes, ListenerFilters filters, IEnumerable<int> lengths)
    {
        ProtocolInspector inspector = new();
        bool isDecided = false;
        foreach (int length in lengths)
        {
            if (isDecided)
                break;
            isDecided = inspector.Inspect(bytes[..length], filters);
        }

        string name = Encoding.Latin1.GetString(inspector.ServerName);
        string protocols = Encoding.Latin1.GetString(inspector.ApplicationProtocols);
        return $"{isDecided} {inspector.IsTls} {name} {protocols}";
    }
}
