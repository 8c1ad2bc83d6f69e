using Outrigger.Resources.Networking.DestinationRules;

namespace Outrigger.Discovery.Scoping;

/// <summary>
/// The blocks of a traffic policy that hold for one cluster, after subset and port were considered.
/// </summary>
/// <param name="LoadBalancer">How endpoints are chosen; null for the mesh's default.</param>
/// <param name="ConnectionPool">Limits of connections; null for the defaults.</param>
/// <param name="Tls">How connections are encrypted; null to leave it to the mesh.</param>
internal readonly record struct EffectivePolicy(
    LoadBalancerSettings? LoadBalancer, ConnectionPoolSettings? ConnectionPool, ClientTlsSettings? Tls);
