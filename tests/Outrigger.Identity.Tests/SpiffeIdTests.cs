namespace Outrigger.Identity.Tests;

/// <summary>SPIFFE IDs in Istio's form, and nothing that merely resembles them.</summary>
public sealed class SpiffeIdTests
{
    [Theory]
    [InlineData("spiffe://cluster.local/ns/default/sa/reviews", "cluster.local", "default", "reviews")]
    [InlineData("spiffe://td-1_a.example/ns/a.b/sa/Some_account-1", "td-1_a.example", "a.b", "Some_account-1")]
    public void An_id_is_read_and_written_as_it_was(string text, string domain, string objectNamespace, string account)
    {
        Assert.True(SpiffeId.TryParse(text, out var id));
        Assert.Equal((domain, objectNamespace, account), (id.TrustDomain.Name, id.Namespace, id.ServiceAccount));
        Assert.Equal(text, id.ToString());
        Assert.Equal($"{domain}/ns/{objectNamespace}/sa/{account}", id.Principal);
        Assert.Equal(new SpiffeId(TrustDomain.Parse(domain), objectNamespace, account), id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("spiffe://")]
    [InlineData("http://cluster.local/ns/default/sa/reviews")]
    [InlineData("SPIFFE://cluster.local/ns/default/sa/reviews")]
    [InlineData("spiffe://Cluster.local/ns/default/sa/reviews")]
    [InlineData("spiffe://cluster.local:443/ns/default/sa/reviews")]
    [InlineData("spiffe://user@cluster.local/ns/default/sa/reviews")]
    [InlineData("spiffe:///ns/default/sa/reviews")]
    [InlineData("spiffe://cluster.local/ns/default/sa/")]
    [InlineData("spiffe://cluster.local/ns//sa/reviews")]
    [InlineData("spiffe://cluster.local/ns/default/sa/reviews/")]
    [InlineData("spiffe://cluster.local/ns/default/sa/reviews/more")]
    [InlineData("spiffe://cluster.local/ns/default/sb/reviews")]
    [InlineData("spiffe://cluster.local/sa/reviews/ns/default")]
    [InlineData("spiffe://cluster.local/ns/../sa/reviews")]
    [InlineData("spiffe://cluster.local/ns/default/sa/re%76iews")]
    [InlineData("spiffe://cluster.local/ns/default/sa/reviews?x=1")]
    [InlineData("spiffe://cluster.local/ns/default/sa/reviews#x")]
    [InlineData("spiffe://cluster.local/ns/default/sa/rev\u0000iews")]
    public void What_is_not_of_the_form_is_not_read(string text) => Assert.False(SpiffeId.TryParse(text, out _));

    [Fact]
    public void What_is_too_long_is_not_read()
    {
        Assert.False(SpiffeId.TryParse($"spiffe://{new string('a', 256)}/ns/default/sa/reviews", out _));
        Assert.False(SpiffeId.TryParse($"spiffe://cluster.local/ns/{new string('a', 254)}/sa/reviews", out _));
        Assert.False(SpiffeId.TryParse(null, out _));
    }

    [Fact]
    public void A_part_that_is_no_name_cannot_be_put_into_an_id() =>
        Assert.Throws<ArgumentException>(() => new SpiffeId(TrustDomain.Default, "default", "a/ns/b"));
}
