namespace Outrigger.Routing.Matching;

/// <summary>Splits <c>host:port</c>, also <c>[::1]:port</c>.</summary>
internal static class HostPort
{
    /// <summary>Where the port begins, at its colon; -1 without a port.</summary>
    internal static int FindPort(ReadOnlySpan<byte> authority)
    {
        int colon = authority.LastIndexOf((byte)':');
        if (colon < 0)
        {
            return -1;
        }

        bool isBracketed = authority[0] == (byte)'[';
        if (isBracketed)
        {
            return colon > 0 && authority[colon - 1] == (byte)']' ? colon : -1;
        }

        return colon;
    }
}
