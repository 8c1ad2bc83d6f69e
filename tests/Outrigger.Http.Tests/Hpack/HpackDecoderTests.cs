using System.Text;
using Outrigger.Http.Hpack;

namespace Outrigger.Http.Tests.Hpack;

/// <summary>The examples of RFC 7541 appendix C, and blocks that nobody meant.</summary>
public sealed class HpackDecoderTests
{
    [Theory]
    [InlineData("400a637573746f6d2d6b65790d637573746f6d2d686561646572", "custom-key: custom-header", 55)]
    [InlineData("040c2f73616d706c652f70617468", ":path: /sample/path", 0)]
    [InlineData("100870617373776f726406736563726574", "password: secret", 0)]
    [InlineData("82", ":method: GET", 0)]
    public void Single_fields(string block, string field, int tableBytes)
    {
        HpackDecoder decoder = new();
        Assert.Equal([field], Decode(decoder, block));
        Assert.Equal(tableBytes, decoder.TableBytes);
    }

    [Theory]
    [InlineData(
        "828684410f7777772e6578616d706c652e636f6d", "828684be58086e6f2d6361636865",
        "828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565")]
    [InlineData(
        "828684418cf1e3c2e5f23a6ba0ab90f4ff", "828684be5886a8eb10649cbf", "828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf")]
    public void Requests_one_after_another(string first, string second, string third)
    {
        HpackDecoder decoder = new();
        Assert.Equal([":method: GET", ":scheme: http", ":path: /", ":authority: www.example.com"], Decode(decoder, first));
        Assert.Equal(57, decoder.TableBytes);
        Assert.Equal(
            [":method: GET", ":scheme: http", ":path: /", ":authority: www.example.com", "cache-control: no-cache"],
            Decode(decoder, second));
        Assert.Equal(110, decoder.TableBytes);
        Assert.Equal(
            [":method: GET", ":scheme: https", ":path: /index.html", ":authority: www.example.com", "custom-key: custom-value"],
            Decode(decoder, third));
        Assert.Equal(164, decoder.TableBytes);
    }

    [Theory]
    [InlineData(
        "4803333032580770726976617465611d4d6f6e2c203231204f637420323031332032303a31333a323120474d54"
        + "6e1768747470733a2f2f7777772e6578616d706c652e636f6d",
        "4803333037c1c0bf",
        "88c1611d4d6f6e2c203231204f637420323031332032303a31333a323220474d54c05a04677a69707738666f6f3d4153444a4b48514b425a584f5157454f"
        + "50495541585157454f49553b206d61782d6167653d333630303b2076657273696f6e3d31")]
    [InlineData(
        "488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f0b97c8e9ae82ae43d3",
        "4883640effc1c0bf",
        "88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2e6c7b335dfdfcd5b3960d5af27087f3672c1ab270fb5291f"
        + "9587316065c003ed4ee5b1063d5007")]
    public void Responses_with_a_table_of_256_bytes(string first, string second, string third)
    {
        HpackDecoder decoder = new(256);
        Assert.Equal(
            [":status: 302", "cache-control: private", "date: Mon, 21 Oct 2013 20:13:21 GMT", "location: https://www.example.com"],
            Decode(decoder, first));
        Assert.Equal(222, decoder.TableBytes);
        Assert.Equal(
            [":status: 307", "cache-control: private", "date: Mon, 21 Oct 2013 20:13:21 GMT", "location: https://www.example.com"],
            Decode(decoder, second));
        Assert.Equal(222, decoder.TableBytes);
        Assert.Equal(
            [
                ":status: 200", "cache-control: private", "date: Mon, 21 Oct 2013 20:13:22 GMT", "location: https://www.example.com",
                "content-encoding: gzip", "set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1",
            ],
            Decode(decoder, third));
        Assert.Equal(215, decoder.TableBytes);
    }

    [Fact]
    public void A_field_larger_than_the_table_empties_it()
    {
        HpackDecoder decoder = new(100);
        Decode(decoder, "40017801" + "79");
        Assert.Equal(34, decoder.TableBytes);
        Decode(decoder, "400178" + "46" + string.Concat(Enumerable.Repeat("79", 70)));
        Assert.Equal(0, decoder.TableBytes);
    }

    [Fact]
    public void A_name_of_the_field_that_its_use_pushes_out_is_still_read()
    {
        HpackDecoder decoder = new(50);
        Assert.Equal(["name: 1"], Decode(decoder, "40046e616d650131"));
        Assert.Equal(["name: 1234567890"], Decode(decoder, "7e0a31323334353637383930"));
        Assert.Equal(["name: 1234567890"], Decode(decoder, "be"));
    }

    [Fact]
    public void A_name_is_valid_whatever_value_came_with_it_before()
    {
        HpackDecoder decoder = new();
        ValidSink sink = new();
        // "x: LF" enters the table; its name is used again with a value that is allowed.
        decoder.Decode([0x40, 1, (byte)'x', 1, (byte)'\n', 0x7E, 1, (byte)'y', 0xBF], sink);
        Assert.Equal([false, true, false], sink.Valid);
    }

    [Fact]
    public void Random_blocks_end_in_fields_or_an_error()
    {
        Random random = new(4);
        for (int i = 0; i < 50_000; i++)
        {
            byte[] block = new byte[random.Next(1, 40)];
            random.NextBytes(block);
            HpackDecoder decoder = new(200);
            for (int j = 0; j < 3 && decoder.Decode(block, new ListSink()) == HpackError.None; j++)
                Assert.True(decoder.TableBytes <= 200);
        }
    }

    private static string[] Decode(HpackDecoder decoder, string block)
    {
        ListSink sink = new();
        Assert.Equal(HpackError.None, decoder.Decode(Convert.FromHexString(block), sink));
        return [.. sink.Fields.Select(field => $"{field.Key}: {field.Value}")];
    }

    private sealed class ValidSink : IHpackSink
    {
        internal List<bool> Valid { get; } = [];

        public void OnField(in HpackField field) => Valid.Add(field.IsValid);
    }
}
