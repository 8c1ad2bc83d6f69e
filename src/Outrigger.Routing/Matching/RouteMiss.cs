namespace Outrigger.Routing.Matching;

/// <summary>Why a route does not match a request: the first of its conditions that fails.</summary>
public enum RouteMiss
{
    /// <summary>The route matches.</summary>
    None,

    /// <summary>The path, or the method CONNECT.</summary>
    Path,

    /// <summary>The request is not gRPC.</summary>
    Grpc,

    /// <summary>A header.</summary>
    Header,

    /// <summary>A parameter of the query.</summary>
    QueryParameter,

    /// <summary>What filters noted of the request, such as a claim of its token.</summary>
    Metadata,

    /// <summary>The request is not in the fraction.</summary>
    RuntimeFraction,
}
