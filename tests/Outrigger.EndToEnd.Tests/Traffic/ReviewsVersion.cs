namespace Outrigger.EndToEnd.Tests.Traffic;

/// <summary>Which reviews answered, told by the stars in its answer.</summary>
internal enum ReviewsVersion
{
    /// <summary>No stars.</summary>
    V1,

    /// <summary>Black stars.</summary>
    V2,

    /// <summary>Red stars.</summary>
    V3,
}
