using System.Text;
using Outrigger.Http.Http1;

namespace Outrigger.Http.Tests.Http1;

public sealed class RoundTripTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_valid_request_written_again_is_the_same_request(int seed)
    {
        RequestGenerator generator = new(seed);
        for (int run = 0; run < 2_000; run++)
        {
            byte[] bytes = generator.Next();
            RequestTranscript received = RequestTranscript.Whole(bytes);
            Assert.True(received.Error == Http1Error.None, $"{received.Error}: {Encoding.Latin1.GetString(bytes)}");
            ReceivedRequest request = Assert.Single(received.Messages);
            Assert.True(request.IsComplete);

            RequestTranscript forwarded = RequestTranscript.Whole(Forwarder.Forward(bytes));
            Assert.Equal(Forwarder.Essence(request), Forwarder.Essence(Assert.Single(forwarded.Messages)));
        }
    }

    [Fact]
    public void A_valid_request_is_read_the_same_however_it_is_split()
    {
        RequestGenerator generator = new(4);
        for (int run = 0; run < 200; run++)
        {
            byte[] bytes = generator.Next();
            string whole = RequestTranscript.Whole(bytes).Text;
            Assert.Equal(whole, RequestTranscript.ByteByByte(bytes).Text);
            for (int at = 1; at < bytes.Length; at += 3)
                Assert.Equal(whole, RequestTranscript.Split(bytes, at).Text);
        }
    }
}
