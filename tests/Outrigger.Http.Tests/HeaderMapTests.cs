using System.Globalization;
using System.Text;

namespace Outrigger.Http.Tests;

public sealed class HeaderMapTests
{
    [Fact]
    public void Repeated_fields_are_joined_in_their_order()
    {
        HeaderMap map = Map(("Accept", "a"), ("X-Y", "1"), ("ACCEPT", "b"), ("x-y", "2"), ("accept", "c"));
        Assert.Equal("a,b,c", Get(map, "accept"));
        Assert.Equal("1,2", Get(map, "x-y"));
        Assert.True(map.TryGet(KnownHeader.Accept, out ReadOnlySpan<byte> value));
        Assert.Equal("a,b,c"u8, value);
        Assert.Null(Get(map, "absent"));
        Assert.False(map.TryGet(KnownHeader.Other, out _));
    }

    [Fact]
    public void A_name_is_found_by_number_and_by_bytes()
    {
        HeaderMap map = Map(("Content-Type", "a"), ("X-Unknown", "b"));
        Assert.Equal(KnownHeader.ContentType, map.IdAt(0));
        Assert.Equal(KnownHeader.Other, map.IdAt(1));
        Assert.Equal(0, map.IndexOf(KnownHeader.ContentType));
        Assert.Equal(0, map.IndexOf("content-type"u8));
        Assert.Equal(1, map.IndexOf("x-unknown"u8));
        Assert.Equal("x-unknown"u8, map.NameAt(1));
        Assert.Equal(-1, map.IndexOf(KnownHeader.ContentType, 1));
        Assert.True(map.Contains("x-unknown"u8));
        Assert.False(map.Contains(KnownHeader.Cookie));
    }

    [Theory]
    [InlineData("", "a")]
    [InlineData("a b", "a")]
    [InlineData("a:", "a")]
    [InlineData("\u00e9", "a")]
    [InlineData("a", " b")]
    [InlineData("a", "b\t")]
    public void A_name_or_value_that_would_not_survive_is_refused(string name, string value)
    {
        Assert.False(new HeaderMap().TryAdd(Encoding.Latin1.GetBytes(name), Encoding.Latin1.GetBytes(value)));
    }

    [Fact]
    public void Capacity_is_bounded_in_fields_and_bytes()
    {
        HeaderMap few = new(entriesMax: 2);
        Assert.True(few.TryAdd("a"u8, "1"u8));
        Assert.True(few.TryAdd("b"u8, "1"u8));
        Assert.False(few.TryAdd("c"u8, "1"u8));
        Assert.True(few.TrySet("b"u8, "2"u8));

        HeaderMap small = new(bytesMax: 10_000);
        byte[] value = new byte[9_998];
        value.AsSpan().Fill((byte)'v');
        Assert.True(small.TryAdd("a"u8, value));
        Assert.True(small.TryAdd("b"u8, ""u8));
        Assert.False(small.TryAdd("c"u8, ""u8));
        Assert.Equal(2, small.Count);
        Assert.Equal(value.Length, small.ValueAt(0).Length);
    }

    [Fact]
    public void An_index_out_of_range_is_the_callers_fault()
    {
        HeaderMap map = Map(("a", "1"));
        Assert.Throws<ArgumentOutOfRangeException>(() => map.RemoveAt(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => map.IdAt(-1));
    }

    [Fact]
    public void A_copy_is_independent()
    {
        HeaderMap source = Map(("a", "1"), ("Cookie", "2"));
        HeaderMap copy = new();
        Assert.True(copy.TryCopyFrom(source));
        source.Clear();
        Assert.Equal("a=1;cookie=2;", Text(copy));
        Assert.True(copy.Contains(KnownHeader.Cookie));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_sequence_of_changes_gives_what_a_list_gives(int seed)
    {
        Random random = new(seed);
        string[] names = ["accept", "cookie", "x-envoy-internal", "x-a", "x-b", "x-aa"];
        HeaderMap map = new(entriesMax: 40, bytesMax: 1 << 20);
        List<(string Name, string Value)> model = [];
        for (int step = 0; step < 5_000; step++)
        {
            string name = names[random.Next(names.Length)];
            string value = new((char)('a' + random.Next(26)), random.Next(12));
            byte[] nameBytes = Encoding.Latin1.GetBytes(name);
            byte[] valueBytes = Encoding.Latin1.GetBytes(value);
            int first = model.FindIndex(field => field.Name == name);
            switch (random.Next(6))
            {
                case 0:
                    Assert.Equal(model.Count < 40, map.TryAdd(nameBytes, valueBytes));
                    if (model.Count < 40)
                        model.Add((name, value));
                    break;
                case 1 when first >= 0:
                    Assert.True(map.TrySet(nameBytes, valueBytes));
                    model[first] = (name, value);
                    RemoveAfter(model, first, name);
                    break;
                case 2 when first >= 0:
                    int last = model.FindLastIndex(field => field.Name == name);
                    string joined = model[last].Value.Length == 0 ? value : $"{model[last].Value}, {value}";
                    bool fits = value.Length > 0 && joined.Length < 60;
                    if (fits && map.TryAppend(nameBytes, valueBytes))
                        model[last] = (name, joined);
                    break;
                case 3:
                    Assert.Equal(model.RemoveAll(field => field.Name == name), map.Remove(nameBytes));
                    break;
                case 4 when model.Count > 0:
                    int index = random.Next(model.Count);
                    map.RemoveAt(index);
                    model.RemoveAt(index);
                    break;
                case 5 when step % 500 == 0:
                    map.Clear();
                    model.Clear();
                    break;
            }

            AssertEqual(model, map, names);
        }
    }

    private static void AssertEqual(List<(string Name, string Value)> model, HeaderMap map, string[] names)
    {
        StringBuilder expected = new();
        foreach ((string name, string value) in model)
            expected.Append(CultureInfo.InvariantCulture, $"{name}={value};");
        Assert.Equal(expected.ToString(), Text(map));
        foreach (string name in names)
        {
            string[] values = [.. model.Where(field => field.Name == name).Select(field => field.Value)];
            Assert.Equal(values.Length == 0 ? null : string.Join(',', values), Get(map, name));
        }
    }

    private static void RemoveAfter(List<(string Name, string Value)> model, int first, string name)
    {
        for (int i = model.Count - 1; i > first; i--)
        {
            if (model[i].Name == name)
                model.RemoveAt(i);
        }
    }

    private static string? Get(HeaderMap map, string name) =>
        map.TryGet(Encoding.Latin1.GetBytes(name), out ReadOnlySpan<byte> value)
            ? Encoding.Latin1.GetString(value)
            : null;

    private static string Text(HeaderMap map)
    {
        StringBuilder text = new();
        foreach (HeaderField field in map)
        {
            text.Append(Encoding.Latin1.GetString(field.Name)).Append('=');
            text.Append(Encoding.Latin1.GetString(field.Value)).Append(';');
        }

        return text.ToString();
    }

    private static HeaderMap Map(params (string Name, string Value)[] fields)
    {
        HeaderMap map = new();
        foreach ((string name, string value) in fields)
            Assert.True(map.TryAdd(Encoding.Latin1.GetBytes(name), Encoding.Latin1.GetBytes(value)));
        return map;
    }
}
