namespace Outrigger.Routing.Routes;

/// <summary>What is done with a request.</summary>
public enum RouteDecisionKind
{
    /// <summary>No virtual host serves the request's host: 404.</summary>
    NoVirtualHost,

    /// <summary>No route of the virtual host matches: 404.</summary>
    NoRoute,

    /// <summary>The request goes to a cluster.</summary>
    Forward,

    /// <summary>The client is sent elsewhere.</summary>
    Redirect,

    /// <summary>The request is answered here.</summary>
    DirectResponse,

    /// <summary>The virtual host takes requests over TLS only: the client is redirected to https.</summary>
    TlsRedirect,

    /// <summary>
    /// The route belongs to a server that answers by itself; a proxy has nothing to do: 404.
    /// </summary>
    NonForwarding,
}
