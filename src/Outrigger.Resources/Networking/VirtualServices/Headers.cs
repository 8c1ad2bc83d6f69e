namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Record Headers.</summary>
public sealed record Headers
{
    /// <summary>Field request.</summary>
    public HeaderOperations? Request { get; init; }

    /// <summary>Field response.</summary>
    public HeaderOperations? Response { get; init; }
}
