using System.Globalization;
using System.Net;

namespace Outrigger.Samples.Bookinfo;

/// <summary>
/// What the environment says about this process: where it listens, who it is, where its peers are.
/// </summary>
internal sealed record ServiceSettings
{
    /// <summary>The port that every service of the sample listens on unless PORT says otherwise.</summary>
    public const int DefaultPort = 9080;

    public required IPAddress BindAddress { get; init; }

    public required int Port { get; init; }

    /// <summary>The pod's name, as HOSTNAME is in a Kubernetes pod.</summary>
    public required string PodName { get; init; }

    public required string ClusterName { get; init; }

    /// <summary>v1 shows no stars, v2 black ones, v3 red ones.</summary>
    public required string Version { get; init; }

    public required Uri Details { get; init; }

    public required Uri Reviews { get; init; }

    public required Uri Ratings { get; init; }

    public static ServiceSettings FromEnvironment() => new()
    {
        BindAddress = IPAddress.Parse(Read("BIND_ADDRESS", "0.0.0.0")),
        Port = int.Parse(Read("PORT", "9080"), CultureInfo.InvariantCulture),
        PodName = Read("POD_NAME", Environment.MachineName),
        ClusterName = Read("CLUSTER_NAME", "null"),
        Version = Read("SERVICE_VERSION", "v1"),
        Details = Peer("DETAILS", "details"),
        Reviews = Peer("REVIEWS", "reviews"),
        Ratings = Peer("RATINGS", "ratings"),
    };

    private static string Read(string name, string fallback) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : fallback;

    private static Uri Peer(string prefix, string serviceName)
    {
        var domain = Read("SERVICES_DOMAIN", "");
        var host = Read($"{prefix}_HOSTNAME", serviceName);
        var port = Read($"{prefix}_SERVICE_PORT", "9080");
        return new Uri($"http://{host}{(domain.Length == 0 ? "" : "." + domain)}:{port}");
    }
}
