using System.Text;

namespace Outrigger.Http.Tests;

public sealed class KnownHeadersTests
{
    [Fact]
    public void Every_known_name_is_found_in_any_case()
    {
        Assert.Equal(Enum.GetValues<KnownHeader>().Length, KnownHeaders.Count);
        Assert.InRange(KnownHeaders.Count, 1, 128);
        foreach (KnownHeader id in Enum.GetValues<KnownHeader>().Skip(1))
        {
            string name = Encoding.Latin1.GetString(KnownHeaders.NameOf(id));
            Assert.Equal(name.Replace("-", "", StringComparison.Ordinal), id.ToString().ToLowerInvariant());
            Assert.Equal(id, KnownHeaders.Resolve(Encoding.Latin1.GetBytes(name)));
            Assert.Equal(id, KnownHeaders.Resolve(Encoding.Latin1.GetBytes(name.ToUpperInvariant())));
        }
    }

    [Fact]
    public void A_name_that_differs_in_one_character_is_another()
    {
        foreach (KnownHeader id in Enum.GetValues<KnownHeader>().Skip(1))
        {
            byte[] name = KnownHeaders.NameOf(id).ToArray();
            for (int i = 0; i < name.Length; i++)
            {
                byte[] other = [.. name];
                other[i] = other[i] == 'q' ? (byte)'j' : (byte)'q';
                Assert.NotEqual(id, KnownHeaders.Resolve(other));
                other[i] = (byte)'_';
                Assert.NotEqual(id, KnownHeaders.Resolve(other));
            }

            Assert.NotEqual(id, KnownHeaders.Resolve([.. name, (byte)'s']));
            Assert.NotEqual(id, KnownHeaders.Resolve(name.AsSpan(1)));
        }

        Assert.Equal(KnownHeader.Other, KnownHeaders.Resolve(""u8));
        Assert.Equal(KnownHeader.Other, KnownHeaders.Resolve("x"u8));
    }
}
