using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Outrigger.Http.Http2;
using Outrigger.Http.Tests.Http2;

namespace Outrigger.Http.Tests.Properties;

/// <summary>What holds of a connection for any requests, windows and moments of reading.</summary>
public sealed class Http2Properties
{
    public static Arbitrary<Field> Fields() => Field.Generator.ToArbitrary();

    [Property(Arbitrary = [typeof(Http2Properties)], MaxTest = 200)]
    public void A_request_comes_with_its_fields_and_all_of_its_content(Field[] fields, byte[][] contents, byte window)
    {
        Http2Options small = new() { StreamWindowBytes = 65_535 + window, ConnectionWindowBytes = 65_535 + window };
        SessionPair pair = new(serverOptions: small);
        foreach (byte[] piece in contents.Take(20))
        {
            RequestHead head = SessionPair.Request("POST", "/", [.. fields.Take(60).Select(field => (field.Name, field.Value))]);
            byte[] content = [.. Enumerable.Repeat(piece, 1 + (100 * window)).SelectMany(bytes => bytes)];
            Http2Stream stream = pair.Open(head, endsStream: false);
            int sent = 0;
            bool hasEnded = false;
            for (int rounds = 0; !hasEnded; rounds++)
            {
                Assert.InRange(rounds, 0, 10_000);
                sent += pair.Client.WriteData(stream, content.AsSpan(sent), endsStream: true);
                hasEnded = stream.IsLocalEnded;
                pair.Exchange();
            }

            string events = pair.ServerSide.Take();
            // The crumbs of a cookie may have been joined.
            Assert.Equal(
                fields.Take(60).Count(field => field.Name != "cookie"),
                Count(pair.ServerSide.Requests[stream.Id].Headers));
            Assert.Contains($"request {stream.Id} POST", events, StringComparison.Ordinal);
            Assert.EndsWith(" end", events, StringComparison.Ordinal);
            Assert.Equal(content.Length, sent);
            pair.Server.Reset(pair.ServerSide.Streams[stream.Id], Http2ErrorCode.NoError);
            pair.Exchange();
            pair.ClientSide.Take();
            pair.ServerSide.Take();
        }
    }

    private static int Count(HeaderMap headers)
    {
        int count = 0;
        foreach (HeaderField field in headers)
            count += field.Id == KnownHeader.Cookie ? 0 : 1;
        return count;
    }
}
