using Outrigger.Testing.Corpora;

namespace Outrigger.Fuzz.Tests;

/// <summary>
/// Every fuzz target over its seeds and over some thousand damaged ones: what the fuzzer once found, or might,
/// is looked at in every build.
/// </summary>
public sealed class SeedTests
{
    private const int MutationsPerTarget = 6_000;

    public static TheoryData<string> Targets() => [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Seeds_hold(string name)
    {
        FuzzTarget target = Find(name);
        IReadOnlyList<(string Name, byte[] Bytes)> seeds = SeedFolder.Read(target);
        Assert.NotEmpty(seeds);
        foreach ((string seed, byte[] bytes) in seeds)
            Run(target, bytes, seed);
        target.Run([]);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Published_messages_hold(string name)
    {
        Assert.SkipWhen(SharedData.Find("corpora") is null, "there is no shared/corpora beside the checkout");
        FuzzTarget target = Find(name);
        foreach ((int index, byte[] bytes) in target.PublishedSeeds().Index())
            Run(target, bytes, $"published message {index}");
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Damaged_seeds_hold(string name)
    {
        FuzzTarget target = Find(name);
        byte[][] seeds = [.. SeedFolder.Read(target).Select(seed => seed.Bytes)];
        Mutator mutator = new(target, seeds, seed: 20261124);
        for (int run = 0; run < MutationsPerTarget; run++)
            Run(target, mutator.Next(), $"run {run}");
    }

    [Fact]
    public void A_mutator_makes_the_same_inputs_from_the_same_seed()
    {
        FuzzTarget target = Find("http1-request");
        byte[][] seeds = [.. SeedFolder.Read(target).Select(seed => seed.Bytes)];
        Mutator one = new(target, seeds, 7);
        Mutator two = new(target, seeds, 7);
        for (int run = 0; run < 100; run++)
            Assert.Equal(one.Next(), two.Next());
    }

    private static FuzzTarget Find(string name) => FuzzTargets.Find(name)!;

    private static void Run(FuzzTarget target, byte[] bytes, string what)
    {
        try
        {
            target.Run(bytes);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{what}, in base64: {Convert.ToBase64String(bytes)}", exception);
        }
    }
}
