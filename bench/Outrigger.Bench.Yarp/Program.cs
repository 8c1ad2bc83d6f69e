using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Transforms;

// YARP with the same work as its peers: match the host, two destinations, power of two choices, keep-alive upstream,
// x-request-id and x-forwarded-for added, no log.
var port = int.Parse(args[0]);
var backends = args[1..];

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port));
var route = new RouteConfig
{
    RouteId = "bench",
    ClusterId = "backend",
    Match = new RouteMatch { Hosts = ["bench.local"], Path = "{**rest}" },
};
var destinations = backends.Select((address, index) => (Name: $"b{index}", address)).ToDictionary(
    backend => backend.Name, backend => new DestinationConfig { Address = $"http://{backend.address}/" });
var cluster = new ClusterConfig
{
    ClusterId = "backend",
    LoadBalancingPolicy = "PowerOfTwoChoices",
    Destinations = destinations,
};
builder.Services.AddReverseProxy().LoadFromMemory([route], [cluster]).AddTransforms(context =>
{
    context.AddXForwardedFor();
    context.AddRequestTransform(request =>
    {
        request.ProxyRequest.Headers.TryAddWithoutValidation("x-request-id", Guid.NewGuid().ToString());
        return ValueTask.CompletedTask;
    });
});
var app = builder.Build();
app.MapReverseProxy();
app.Run();
