namespace Outrigger.Discovery.Clusters;

/// <summary>The load balancers of DestinationRule <c>loadBalancer.simple</c> that this mesh knows.</summary>
public enum LoadBalancer
{
    /// <summary>
    /// The better of two endpoints chosen at random, by outstanding requests: the mesh's default.
    /// </summary>
    LeastRequest,

    /// <summary>One after the other.</summary>
    RoundRobin,

    /// <summary>At random.</summary>
    Random,

    /// <summary>No choice: the connection goes to the address that the client called.</summary>
    Passthrough,
}
