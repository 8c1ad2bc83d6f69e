using Outrigger.Proxy.Listeners;

namespace Outrigger.Fuzz.Listeners;

/// <summary>
/// The start of a connection as the TLS inspector reads it: what it says once it has made up its mind is what
/// it would say of more bytes.
/// </summary>
internal sealed class TlsInspectorTarget : FuzzTarget
{
    private const int EveryLengthMax = 1024;

    public override string Name => "tls-inspector";

    public override IReadOnlyList<byte[]> Words =>
    [
        [0x16, 0x03, 0x01], [0x16, 0x03, 0x03, 0x00, 0x04], [0x01, 0x00, 0x00], [0x00, 0x00], [0xff, 0xff],
        [0x00, 0x10, 0x00, 0x05, 0x00, 0x03, 0x02, (byte)'h', (byte)'2'], [0x00, 0x17, 0x00, 0x00],
        [0x00, 0x00, 0x00, 0x06, 0x00, 0x04, 0x00, 0x00, 0x01, (byte)'a'], [0xfe, 0x0d], [0x0a, 0x0a, 0x00, 0x00],
    ];

    public override void Run(byte[] input)
    {
        ClientHelloStatus whole = ClientHello.TryRead(input, out ClientHello hello);
        if (whole == ClientHelloStatus.Complete)
        {
            // A hello that is spread over several records lies in memory of its own; it is no longer for that.
            Invariant.Holds(hello.ServerName.Length + hello.ApplicationProtocols.Length <= input.Length);
            Invariant.Holds(hello.ServerName.IsEmpty || input.AsSpan().IndexOf(hello.ServerName[..1]) >= 0);
        }
        else
        {
            Invariant.Holds(hello.ServerName.IsEmpty && hello.ApplicationProtocols.IsEmpty);
        }

        Compare(input, SplitOf(input));
        for (int length = 0; length < Math.Min(input.Length, EveryLengthMax); length++)
            Compare(input, length);
    }

    private static void Compare(byte[] input, int length)
    {
        ClientHelloStatus whole = ClientHello.TryRead(input, out ClientHello expected);
        ClientHelloStatus early = ClientHello.TryRead(input.AsSpan(0, length), out ClientHello found);
        if (early == ClientHelloStatus.NeedMoreData)
            return;
        Invariant.Holds(early == whole);
        Invariant.Holds(found.ServerName.SequenceEqual(expected.ServerName));
        Invariant.Holds(found.ApplicationProtocols.SequenceEqual(expected.ApplicationProtocols));
    }
}
