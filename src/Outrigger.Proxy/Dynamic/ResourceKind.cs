using Google.Protobuf;
using Outrigger.Xds;

namespace Outrigger.Proxy.Dynamic;

/// <summary>One kind of resource: its type and how its bytes are read.</summary>
/// <typeparam name="T">The message.</typeparam>
/// <param name="Type">The type.</param>
/// <param name="Parser">Reads the bytes.</param>
/// <param name="NameOf">The name inside the message.</param>
internal sealed record ResourceKind<T>(
    TypeUrl Type, MessageParser<T> Parser, Func<T, string> NameOf)
    where T : class, IMessage<T>;

/// <summary>The kinds of resources that the proxy discovers.</summary>
internal static class ResourceKinds
{
    /// <summary>Clusters.</summary>
    public static ResourceKind<Envoy.Config.Cluster.V3.Cluster> Cluster { get; } = new(
        TypeUrl.Cluster,
        Envoy.Config.Cluster.V3.Cluster.Parser,
        cluster => cluster.Name);

    /// <summary>Endpoints.</summary>
    public static ResourceKind<Envoy.Config.Endpoint.V3.ClusterLoadAssignment> Endpoints { get; } = new(
        TypeUrl.ClusterLoadAssignment,
        Envoy.Config.Endpoint.V3.ClusterLoadAssignment.Parser,
        assignment => assignment.ClusterName);

    /// <summary>Listeners.</summary>
    public static ResourceKind<Envoy.Config.Listener.V3.Listener> Listener { get; } = new(
        TypeUrl.Listener,
        Envoy.Config.Listener.V3.Listener.Parser,
        listener => listener.Name);

    /// <summary>Secrets.</summary>
    public static ResourceKind<Envoy.Extensions.TransportSockets.Tls.V3.Secret> Secret { get; } = new(
        TypeUrl.Secret,
        Envoy.Extensions.TransportSockets.Tls.V3.Secret.Parser,
        secret => secret.Name);

    /// <summary>Routing tables.</summary>
    public static ResourceKind<Envoy.Config.Route.V3.RouteConfiguration> Routes { get; } = new(
        TypeUrl.RouteConfiguration,
        Envoy.Config.Route.V3.RouteConfiguration.Parser,
        routes => routes.Name);
}
