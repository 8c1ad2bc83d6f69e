using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Sends equal requests to the same endpoint; set one thing to hash.</summary>
[OneOf("httpHeaderName", "httpCookie", "useSourceIp", "httpQueryParameterName")]
[OneOf("ringHash", "maglev")]
public sealed record ConsistentHashLoadBalancer
{
    /// <summary>A cookie.</summary>
    public HashCookie? HttpCookie { get; init; }

    /// <summary>A request header.</summary>
    public string? HttpHeaderName { get; init; }

    /// <summary>A query parameter.</summary>
    public string? HttpQueryParameterName { get; init; }

    /// <summary>Use a Maglev table.</summary>
    public Maglev? Maglev { get; init; }

    /// <summary>Deprecated; <see cref="RingHash"/> replaces it.</summary>
    public ulong? MinimumRingSize { get; init; }

    /// <summary>Use a hash ring.</summary>
    public RingHash? RingHash { get; init; }

    /// <summary>The client's address.</summary>
    public bool? UseSourceIp { get; init; }
}
