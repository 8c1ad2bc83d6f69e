using Outrigger.Resources.Schema;

namespace Outrigger.Resources.MeshConfigs;

/// <summary>Kinds of path normalization, each doing more than the one before it.</summary>
public enum PathNormalizationType
{
    /// <summary>The default, which is <see cref="Base"/>.</summary>
    [WireName("DEFAULT")]
    Default,

    /// <summary>Paths stay as they are.</summary>
    [WireName("NONE")]
    None,

    /// <summary>Dot segments are resolved (RFC 3986).</summary>
    [WireName("BASE")]
    Base,

    /// <summary>Repeated slashes become one, too.</summary>
    [WireName("MERGE_SLASHES")]
    MergeSlashes,

    /// <summary>Escaped slashes become slashes, too.</summary>
    [WireName("DECODE_AND_MERGE_SLASHES")]
    DecodeAndMergeSlashes,
}
