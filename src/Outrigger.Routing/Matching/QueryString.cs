namespace Outrigger.Routing.Matching;

/// <summary>Reads parameters out of a query in place.</summary>
internal static class QueryString
{
    /// <summary>
    /// Finds the first parameter of a name. Names and values are compared as they were sent: Envoy's router
    /// does not decode percent-encoding here either.
    /// </summary>
    internal static bool TryGetFirst(
        ReadOnlySpan<byte> query, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        while (!query.IsEmpty)
        {
            int end = query.IndexOf((byte)'&');
            ReadOnlySpan<byte> parameter = end < 0 ? query : query[..end];
            query = end < 0 ? [] : query[(end + 1)..];

            int equals = parameter.IndexOf((byte)'=');
            ReadOnlySpan<byte> parameterName = equals < 0 ? parameter : parameter[..equals];
            if (parameterName.SequenceEqual(name))
            {
                value = equals < 0 ? [] : parameter[(equals + 1)..];
                return true;
            }
        }

        value = [];
        return false;
    }
}
