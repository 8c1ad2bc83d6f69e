using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Record ConsistentHashLoadBalancer.</summary>
[OneOf("httpHeaderName", "httpCookie", "useSourceIp", "httpQueryParameterName")]
[OneOf("ringHash", "maglev")]
public sealed record ConsistentHashLoadBalancer
{
    /// <summary>Field httpCookie.</summary>
    public HashCookie? HttpCookie { get; init; }

    /// <summary>Field httpHeaderName.</summary>
    public string? HttpHeaderName { get; init; }

    /// <summary>Field httpQueryParameterName.</summary>
    public string? HttpQueryParameterName { get; init; }

    /// <summary>Field maglev.</summary>
    public Maglev? Maglev { get; init; }

    /// <summary>Field minimumRingSize.</summary>
    public ulong? MinimumRingSize { get; init; }

    /// <summary>Field ringHash.</summary>
    public RingHash? RingHash { get; init; }

    /// <summary>Field useSourceIp.</summary>
    public bool? UseSourceIp { get; init; }
}
