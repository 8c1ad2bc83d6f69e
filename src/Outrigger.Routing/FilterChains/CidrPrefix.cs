using Envoy.Config.Core.V3;
using Outrigger.Routing.Compilation;

namespace Outrigger.Routing.FilterChains;

/// <summary>A range of addresses: <c>envoy.config.core.v3.CidrRange</c>, its host bits cleared.</summary>
internal readonly record struct CidrPrefix(AddressValue Address, int Length)
{
    internal bool Contains(AddressValue address) =>
        address.Family == Address.Family && address.Masked(Length) == Address;

    internal static CidrPrefix? Compile(CidrRange range, FieldPath path, CompileContext context)
    {
        if (!AddressValue.TryParse(range.AddressPrefix, out AddressValue address))
        {
            context.Error(path.Field("address_prefix"), $"'{range.AddressPrefix}' is no IP address");
            return null;
        }

        uint length = range.PrefixLen ?? 0;
        uint lengthMax = address.Family == AddressFamilyKind.IPv4 ? 32u : 128u;
        if (length > lengthMax)
        {
            context.Error(path.Field("prefix_len"), $"{length} bits; expected at most {lengthMax}");
            return null;
        }

        return new(address.Masked((int)length), (int)length);
    }
}
