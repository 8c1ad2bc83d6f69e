namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Changes of request and response headers.</summary>
public sealed record Headers
{
    /// <summary>Changes before the request is forwarded.</summary>
    public HeaderOperations? Request { get; init; }

    /// <summary>Changes before the response is returned.</summary>
    public HeaderOperations? Response { get; init; }
}
