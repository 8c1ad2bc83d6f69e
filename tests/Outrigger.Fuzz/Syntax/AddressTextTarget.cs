using System.Net;
using System.Text;
using Outrigger.Routing.FilterChains;

namespace Outrigger.Fuzz.Syntax;

/// <summary>Addresses in headers: whatever is taken for one, the framework takes for the same one.</summary>
internal sealed class AddressTextTarget : FuzzTarget
{
    public override string Name => "address-text";

    public override IReadOnlyList<byte[]> Words => Latin1(
        ":", "::", ".", "0", "1", "255", "256", "10.0.0.1", "ffff", "::ffff:", "fd00::1", "00", "%", "[", "]", "/", " ", "g");

    public override void Run(byte[] input)
    {
        bool isAddress = AddressText.TryParse(input, out AddressValue address);
        Invariant.Holds(isAddress || address == AddressValue.None);
        if (!isAddress)
            return;
        Invariant.Holds(IPAddress.TryParse(Encoding.Latin1.GetString(input), out IPAddress? theirs));
        Invariant.Holds(AddressValue.FromBytes(theirs!.GetAddressBytes()) == address);
    }
}
