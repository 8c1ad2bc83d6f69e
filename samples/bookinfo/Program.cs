using Outrigger.Samples.Bookinfo;
using Outrigger.Samples.Bookinfo.Services;

// One program, four roles: bookinfo productpage|details|reviews|ratings.
// It listens on BIND_ADDRESS:PORT and calls its peers by their service names, so that it runs unchanged
// beside a sidecar reached through http_proxy, and in a network namespace whose traffic is redirected.

var settings = ServiceSettings.FromEnvironment();
using var peers = new PeerClient();

IService? service = args is [var role]
    ? role switch
    {
        "productpage" => new ProductPageService(settings, peers),
        "details" => new DetailsService(),
        "reviews" => new ReviewsService(settings, peers),
        "ratings" => new RatingsService(),
        _ => null,
    }
    : null;

if (service is null)
{
    Console.Error.WriteLine("usage: bookinfo productpage|details|reviews|ratings");
    return 2;
}

await using var app = ServiceHost.Create(settings, service);
await app.RunAsync();
return 0;
