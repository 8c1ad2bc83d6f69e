using Outrigger.Routing.Matching;

namespace Outrigger.Routing.Tests.Matching;

public sealed class UriTemplateTests
{
    [Theory]
    [InlineData("/users/*", "/users/7", true)]
    [InlineData("/users/*", "/users/", false)]
    [InlineData("/users/*", "/users", false)]
    [InlineData("/users/*", "/users/7/photos", false)]
    [InlineData("/users/*", "/users/a=b", false)]
    [InlineData("/users/*", "/users/a%2Fb", true)]
    [InlineData("/users/*/photos", "/users/7/photos", true)]
    [InlineData("/users/*/photos", "/users//photos", false)]
    [InlineData("/users/*/photos", "/users/7/8/photos", false)]
    [InlineData("/users/**", "/users/", true)]
    [InlineData("/users/**", "/users/7/photos/8", true)]
    [InlineData("/users/**", "/users", false)]
    [InlineData("/**/photos", "/photos", false)]
    [InlineData("/**/photos", "/a/b/photos", true)]
    [InlineData("/**/photos", "//photos", true)]
    [InlineData("/**/photos", "/a/b/photos/", false)]
    [InlineData("/users/*/**/end", "/users/1/x/y/end", true)]
    [InlineData("/users/*/**/end", "/users/1/end", false)]
    [InlineData("/users/{id}", "/users/7", true)]
    [InlineData("/users/{id=*}/x", "/users/7/x", true)]
    [InlineData("/{rest=a/**}", "/a/b/c", true)]
    [InlineData("/{rest=a/**}", "/b", false)]
    [InlineData("/files/*.json", "/files/a.json", true)]
    [InlineData("/files/*.json", "/files/.json", false)]
    [InlineData("/files/*.json", "/files/a.json.json", true)]
    [InlineData("/files/**.json", "/files/a/b.json", true)]
    [InlineData("/exact", "/exact", true)]
    [InlineData("/exact", "/exact/", false)]
    [InlineData("/trailing/", "/trailing/", true)]
    [InlineData("/", "/", true)]
    [InlineData("/", "", false)]
    public void Paths_fit_or_do_not(string template, string path, bool expected)
    {
        Assert.True(UriTemplate.TryParse(template, out UriTemplate? parsed, out string error), error);
        Assert.Equal(expected, parsed!.IsMatch(Bytes.Of(path)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("users")]
    [InlineData("/a//b")]
    [InlineData("/***")]
    [InlineData("/**/*")]
    [InlineData("/**/a/**")]
    [InlineData("/**/{id}")]
    [InlineData("/a*")]
    [InlineData("/*a/b")]
    [InlineData("/a b")]
    [InlineData("/a=b")]
    [InlineData("/{id")]
    [InlineData("/{}")]
    [InlineData("/{1d}")]
    [InlineData("/{id=}")]
    [InlineData("/{id}/{id}")]
    [InlineData("/{abcdefghijklmnopq}")]
    [InlineData("/{a}/{b}/{c}/{d}/{e}/{f}")]
    public void What_Envoy_refuses_is_refused(string template)
    {
        Assert.False(UriTemplate.TryParse(template, out _, out string error));
        Assert.NotEmpty(error);
    }

    [Fact]
    public void A_template_may_be_256_characters_long()
    {
        Assert.True(UriTemplate.TryParse("/" + new string('a', 255), out _, out _));
        Assert.False(UriTemplate.TryParse("/" + new string('a', 256), out _, out _));
    }
}
