using Outrigger.Routing.FilterChains;

namespace Outrigger.Routing.Authorization.Index;

/// <summary>The ranges of one attribute that is an address: a table for each length of prefix. Immutable.</summary>
internal sealed class AddressIndex
{
    private readonly (AddressFamilyKind Family, int Length, Dictionary<AddressValue, Posting> Ranges)[] _tables;

    public AddressIndex(IEnumerable<KeyValuePair<GuardKey, Posting>> keys)
    {
        _tables =
        [
            .. keys
                .GroupBy(each => (each.Key.Range.Address.Family, each.Key.Range.Length))
                .Select(group => (
                    group.Key.Family,
                    group.Key.Length,
                    group.ToDictionary(each => each.Key.Range.Address, each => each.Value))),
        ];
    }

    /// <summary>Adds the policies of all ranges that the address is in.</summary>
    public void Collect(AddressValue address, Span<ulong> mask)
    {
        foreach ((AddressFamilyKind family, int length, Dictionary<AddressValue, Posting> ranges) in _tables)
        {
            if (family == address.Family && ranges.TryGetValue(address.Masked(length), out Posting? posting))
            {
                posting.AddTo(mask);
            }
        }
    }
}
