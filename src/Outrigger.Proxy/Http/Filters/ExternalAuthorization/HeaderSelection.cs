using System.Collections.Immutable;
using Outrigger.Routing.Matching;

namespace Outrigger.Proxy.Http.Filters.ExternalAuthorization;

/// <summary>Headers chosen by conditions on their names; one of them must hold.</summary>
/// <param name="names">The conditions.</param>
internal sealed class HeaderSelection(ImmutableArray<ByteStringMatcher> names)
{
    /// <summary>Whether a header is chosen.</summary>
    /// <param name="lowerCaseName">Its name.</param>
    public bool Contains(ReadOnlySpan<byte> lowerCaseName)
    {
        foreach (var name in names)
        {
            if (name.IsMatch(lowerCaseName))
                return true;
        }

        return false;
    }
}
