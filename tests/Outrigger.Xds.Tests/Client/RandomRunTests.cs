using Outrigger.Xds.Client;
using Outrigger.Xds.Server;
using Outrigger.Xds.Server.Caching;
using Outrigger.Xds.Server.Status;
using Outrigger.Xds.Tests.Support;
using static Outrigger.Xds.Tests.Support.TestResource;

namespace Outrigger.Xds.Tests.Client;

/// <summary>
/// Our client and our server through random changes of the mesh, lost connections and restarted servers: in
/// the end the client runs with what the snapshot says.
/// </summary>
public sealed class RandomRunTests
{
    private const int SeedCount = 10;
    private const int StepCount = 40;

    [Theory, BothVariants]
    public async Task Client_and_server_converge(XdsVariant variant)
    {
        for (int seed = 0; seed < SeedCount; seed++)
            await RunAsync(variant, seed);
    }

    private static async Task RunAsync(XdsVariant variant, int seed)
    {
        var random = new Random(seed);
        AdsServer server = ClientAndServerTests.CreateServer(out ResourceCache cache);
        var loopback = new LoopbackInvoker(server);
        await using ClientRunner runner = new(loopback, variant);
        ClientAndServerTests.Follow(runner);
        runner.Start();
        List<NamedResource> mesh = CreateMesh(random);
        for (int number = 1; number <= StepCount; number++)
        {
            switch (random.Next(12))
            {
                case 0:
                    loopback.Break();
                    break;
                case 1:
                    server = ClientAndServerTests.CreateServer(out cache);
                    loopback.Server = server;
                    loopback.Break();
                    break;
                default:
                    mesh = CreateMesh(random);
                    break;
            }

            cache.Set(TestClassifier.DefaultGroup, Snapshot(number, mesh));
            runner.Time.Advance(TimeSpan.FromMilliseconds(random.Next(300)));
            if (random.Next(3) == 0)
                await ClientAndServerTests.WaitForClientAsync(server, number, runner);
        }

        ClientStatus client = await ClientAndServerTests.WaitForClientAsync(server, StepCount, runner);
        Assert.Equal(
            $"seed {seed}: {Describe(mesh)}", $"seed {seed}: {ClientAndServerTests.StateOf(runner)}");
        Assert.Empty(client.Rejections);
    }

    /// <summary>
    /// Some clusters with their endpoints, the one listener that leads to the one route table.
    /// </summary>
    private static List<NamedResource> CreateMesh(Random random)
    {
        List<NamedResource> mesh = [Listener("l", $"{random.Next(2)}", "r"), Route("r", $"{random.Next(3)}")];
        foreach (string name in (string[])["a", "b", "c", "always"])
        {
            if (name != "always" && random.Next(2) == 0)
                continue;
            mesh.Add(Cluster(name, $"{random.Next(2)}"));
            mesh.Add(Endpoints(name, $"{random.Next(3)}"));
        }

        return mesh;
    }

    private static string Describe(List<NamedResource> mesh) => string.Join(", ", mesh
        .Select(resource => $"{resource.Type} {resource.Name}={Read(resource.Payload.Value).Content}")
        .Order(StringComparer.Ordinal));
}
