using Envoy.Config.Core.V3;
using Outrigger.Proxy.ProxyProtocol;

namespace Outrigger.Proxy.Configuration;

/// <summary>Reads <c>envoy.config.core.v3.ProxyProtocolPassThroughTLVs</c>.</summary>
internal static class ProxyEntrySelectionReader
{
    /// <summary>Which entries are passed on; none when nothing is set.</summary>
    public static ProxyEntrySelection Read(
        ProxyProtocolPassThroughTLVs? passed, FieldPath path, CompileReport report)
    {
        if (passed is null)
        {
            return ProxyEntrySelection.None;
        }

        if (passed.MatchType == ProxyProtocolPassThroughTLVs.Types.PassTLVsMatchType.IncludeAll)
        {
            return ProxyEntrySelection.All;
        }

        for (int i = 0; i < passed.TlvType.Count; i++)
        {
            if (passed.TlvType[i] > byte.MaxValue)
            {
                report.Error(path.Item("tlv_type", i), $"found {passed.TlvType[i]}, expected 0 to 255");
            }
        }

        return ProxyEntrySelection.Of(passed.TlvType.Select(type => (byte)type));
    }
}
