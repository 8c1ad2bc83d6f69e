using System.Text;
using Outrigger.Http.Http1;

namespace Outrigger.Http.Tests.Http1;

/// <summary>
/// Feeds several hundred thousand damaged requests. Whatever they are, nothing is thrown, the result does not
/// depend on how the bytes arrive, and what is accepted leaves in a form that reads the same.
/// </summary>
public sealed class MutationFuzzTests
{
    private const int RunsPerSeed = 40_000;

    [Theory]
    [InlineData(101)]
    [InlineData(102)]
    [InlineData(103)]
    [InlineData(104)]
    [InlineData(105)]
    public void Damaged_requests_are_refused_or_read_in_one_way(int seed)
    {
        Random random = new(seed);
        RequestGenerator generator = new(seed);
        byte[] source = generator.Next();
        int accepted = 0;
        for (int run = 0; run < RunsPerSeed; run++)
        {
            if (run % 50 == 0)
                source = generator.Next();
            byte[] bytes = Mutation.Apply(source, random);
            RequestTranscript whole = RequestTranscript.Whole(bytes);
            string context = $"seed {seed}, run {run}: {Encoding.Latin1.GetString(bytes)}";
            Assert.True(whole.Text == RequestTranscript.Split(bytes, random.Next(bytes.Length + 1)).Text, context);
            if (run % 64 == 0)
                Assert.True(whole.Text == RequestTranscript.ByteByByte(bytes).Text, context);
            if (whole.Messages.Count == 0 || !whole.Messages[0].IsComplete)
                continue;
            accepted++;
            RequestTranscript forwarded = RequestTranscript.Whole(Forwarder.Forward(bytes));
            Assert.True(forwarded.Error == Http1Error.None && forwarded.Messages.Count == 1, context);
            Assert.True(Forwarder.Essence(whole.Messages[0]) == Forwarder.Essence(forwarded.Messages[0]), context);
        }

        // Both outcomes must be frequent, or the mutations test nothing.
        Assert.InRange(accepted, RunsPerSeed / 20, RunsPerSeed * 19 / 20);
    }
}
