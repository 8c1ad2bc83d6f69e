using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Routing.MetadataValues;

namespace Outrigger.Routing.Tests.MetadataValues;

/// <summary>Values that filters learnt of a request, read from JSON and messages, and kept for one request.</summary>
public sealed class MetadataTests
{
    [Fact]
    public void Json_is_read_as_the_tree_that_it_is()
    {
        MetadataValue value = Parse("""{"b":[1,true,null,"x"],"a":{"é":"\u00e9"},"":2.5}""");
        Assert.Equal(MetadataKind.Struct, value.Kind);
        Assert.Equal(["", "a", "b"], [.. value.Members.ToArray().Select(each => Encoding.UTF8.GetString(each.Name))]);
        Assert.Equal("é"u8, value.Find("a"u8)!.Find("é"u8)!.Utf8);
        Assert.Equal(2.5, value.Find(""u8)!.Number);
        MetadataValue list = value.Find("b"u8)!;
        Assert.Equal(
            [MetadataKind.Number, MetadataKind.Boolean, MetadataKind.Null, MetadataKind.Text],
            [.. list.Items.ToArray().Select(each => each.Kind)]);
        Assert.True(list.Items[1].Boolean);
        Assert.Null(value.Find("c"u8));
        Assert.Null(list.Find("b"u8));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{} {}")]
    [InlineData("{}x")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("{\"a\":{\"b\":1,\"\\u0062\":2}}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("[1,2")]
    [InlineData("{\"a\"}")]
    [InlineData("/* a */ 1")]
    [InlineData("'a'")]
    [InlineData("01")]
    [InlineData("NaN")]
    [InlineData("\"\\ud800\"")]
    public void What_is_no_json_or_can_be_read_in_two_ways_is_refused(string json) =>
        Assert.False(MetadataJson.TryParse(Encoding.UTF8.GetBytes(json), out _));

    [Fact]
    public void Invalid_utf8_is_refused() =>
        Assert.False(MetadataJson.TryParse([(byte)'"', 0xff, (byte)'"'], out _));

    [Fact]
    public void Nesting_ends_somewhere()
    {
        string Nested(int depth) => new string('[', depth) + new string(']', depth);
        Assert.True(MetadataJson.TryParse(Encoding.UTF8.GetBytes(Nested(MetadataJson.DepthMax)), out _));
        Assert.False(MetadataJson.TryParse(Encoding.UTF8.GetBytes(Nested(MetadataJson.DepthMax + 1)), out _));
    }

    [Fact]
    public void A_message_says_the_same_as_its_json()
    {
        const string Json = """{"a":[1,{"b":"c"}],"d":false,"e":null}""";
        MetadataValue value = MetadataValue.From(JsonParser.Default.Parse<Struct>(Json));
        Assert.Equal(Describe(Parse(Json)), Describe(value));
    }

    [Fact]
    public void A_request_has_one_value_for_each_key_until_it_is_cleared()
    {
        var metadata = new DynamicMetadata();
        for (int i = 0; i < 10; i++)
        {
            metadata.Set("filter", $"key{i}", MetadataValue.Of(i));
        }

        metadata.Set("filter", "key3", MetadataValue.Of("new"));
        metadata.Set("other", "key3", MetadataValue.True);
        Assert.Equal(11, metadata.Count);
        Assert.Equal("new"u8, metadata.Find("filter", "key3")!.Utf8);
        Assert.True(metadata.Find("other", "key3")!.Boolean);
        Assert.Null(metadata.Find("other", "key4"));
        metadata.Clear();
        Assert.Null(metadata.Find("filter", "key3"));
    }

    private static MetadataValue Parse(string json)
    {
        Assert.True(MetadataJson.TryParse(Encoding.UTF8.GetBytes(json), out MetadataValue? value));
        return value;
    }

    private static string Describe(MetadataValue value) => value.Kind switch
    {
        MetadataKind.List => $"[{string.Join(',', value.Items.ToArray().Select(Describe))}]",
        MetadataKind.Struct => "{" + string.Join(
            ',',
            value.Members.ToArray().Select(
                member => $"{Encoding.UTF8.GetString(member.Name)}:{Describe(member.Value)}")) + "}",
        MetadataKind.Text => $"\"{Encoding.UTF8.GetString(value.Utf8)}\"",
        MetadataKind.Number => value.Number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        MetadataKind.Boolean => value.Boolean.ToString(),
        _ => "null",
    };
}
