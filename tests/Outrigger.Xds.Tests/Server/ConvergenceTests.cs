using Outrigger.Xds.Server;
using Outrigger.Xds.Server.Caching;
using Outrigger.Xds.Server.Sessions;
using Outrigger.Xds.Tests.Server.Model;
using Outrigger.Xds.Tests.Support;

namespace Outrigger.Xds.Tests.Server;

/// <summary>
/// Whatever happens in whatever order, in the end a client holds what the snapshot says. Every message is
/// delayed as long as chance has it; time is a number.
/// </summary>
public sealed class ConvergenceTests
{
    private const int SeedCount = 500;
    private const int StepCount = 120;
    private static readonly string[] Names = ["a", "b", "c", "d"];
    private static readonly TypeUrl[] Types =
    [
        TypeUrl.Cluster, TypeUrl.ClusterLoadAssignment, TypeUrl.Listener, TypeUrl.RouteConfiguration,
        TypeUrl.Secret,
    ];

    [Theory, BothVariants]
    public void A_client_converges_to_the_snapshot(XdsVariant variant)
    {
        for (int seed = 0; seed < SeedCount; seed++)
        {
            List<string> trace = [];
            try
            {
                Run(variant, new Random(seed), ref trace);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException(
                    $"seed {seed}: {failure.Message}\n{string.Join('\n', trace)}", failure);
            }
        }
    }

    private static void Run(XdsVariant variant, Random random, ref List<string> trace)
    {
        Dictionary<(TypeUrl, string), string> mesh = [];
        int sessions = 0;
        long number = 1;
        TimeSpan now = TimeSpan.Zero;
        ModelClient client = variant == XdsVariant.Delta
            ? new DeltaModelClient(SnapshotOf(mesh, number), (DeltaSession)NewSession(variant, ++sessions))
            : new SotwModelClient(SnapshotOf(mesh, number), (SotwSession)NewSession(variant, ++sessions));
        trace = client.Trace;
        client.SetSnapshot(SnapshotOf(mesh, number));
        for (int step = 0; step < StepCount; step++)
        {
            TypeUrl type = Types[random.Next(Types.Length)];
            string name = Names[random.Next(Names.Length)];
            switch (random.Next(10))
            {
                case 0 or 1:
                    Mutate(mesh, type, name, random);
                    trace.Add($"mesh {type} {name}={mesh.GetValueOrDefault((type, name))}");
                    client.SetSnapshot(SnapshotOf(mesh, ++number));
                    break;
                case 2:
                    client.Subscribe(type, random.Next(6) == 0 ? Subscription.WildcardName : name);
                    break;
                case 3:
                    client.Unsubscribe(type, random.Next(6) == 0 ? Subscription.WildcardName : name);
                    break;
                case 4 or 5 when client.RequestsUnderWay > 0:
                    client.DeliverRequest();
                    break;
                case 6 or 7 when client.ResponsesUnderWay > 0:
                    client.DeliverResponse();
                    break;
                case 8 when random.Next(8) == 0:
                    client.Reconnect(NewSession(variant, ++sessions));
                    now = TimeSpan.Zero;
                    break;
                case 9:
                    now += TimeSpan.FromSeconds(random.Next(3));
                    trace.Add($"time {now}");
                    break;
            }

            client.Push(now);
        }

        Drain(client, now);
        AssertConverged(client, mesh, variant);
    }

    private static void Drain(ModelClient client, TimeSpan now)
    {
        const int roundsMax = 1000;
        for (int round = 0; round < roundsMax; round++)
        {
            client.Push(now);
            if (client.RequestsUnderWay > 0)
                client.DeliverRequest();
            else if (client.ResponsesUnderWay > 0)
                client.DeliverResponse();
            else if (client.Session.NextDeadline is { } deadline)
                now = now > deadline ? now : deadline;
            else
                break;
        }

        Assert.Equal(0, client.RequestsUnderWay + client.ResponsesUnderWay);
        Assert.True(client.Session.IsSettled, "not settled");
    }

    private static void AssertConverged(
        ModelClient client, Dictionary<(TypeUrl Type, string Name), string> mesh, XdsVariant variant)
    {
        foreach (((TypeUrl type, string name), string content) in mesh)
        {
            if (content != "bad" && client.Wants(type, name))
            {
                Assert.Equal(
                    $"{type} {name}={content}",
                    $"{type} {name}={client.Held.GetValueOrDefault((type, name)).Content}");
            }
        }

        foreach ((TypeUrl type, string name) in client.Held.Keys)
        {
            Assert.True(client.Wants(type, name), $"{type} {name} was let go");
            // State of the world has no way to say that endpoints or routes are gone.
            if (variant == XdsVariant.Delta || type.IsFullState)
                Assert.True(mesh.ContainsKey((type, name)), $"{type} {name} is gone");
        }
    }

    private static void Mutate(
        Dictionary<(TypeUrl, string), string> mesh, TypeUrl type, string name, Random random)
    {
        if (random.Next(3) == 0)
            mesh.Remove((type, name));
        else
            mesh[(type, name)] = random.Next(8) == 0 ? "bad" : $"{random.Next(3)}";
    }

    private static ResourceSnapshot SnapshotOf(
        Dictionary<(TypeUrl Type, string Name), string> mesh, long number) =>
        ResourceSnapshot.Create(number, mesh.Select(entry =>
            TestResource.Create(entry.Key.Type, entry.Key.Name, entry.Value)));

    private static ClientSession NewSession(XdsVariant variant, int number) => variant == XdsVariant.Delta
        ? new DeltaSession(new AdsServerOptions(), $"{number}")
        : new SotwSession(new AdsServerOptions(), $"{number}");
}
