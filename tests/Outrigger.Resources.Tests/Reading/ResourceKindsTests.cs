namespace Outrigger.Resources.Tests.Reading;

public class ResourceKindsTests
{
    [Theory]
    [InlineData("VirtualService", "VirtualService")]
    [InlineData("virtualservices", "VirtualService")]
    [InlineData("vs", "VirtualService")]
    [InlineData("virtualservices.networking.istio.io", "VirtualService")]
    [InlineData("svc", "Service")]
    [InlineData("Pods", "Pod")]
    [InlineData("po", "Pod")]
    [InlineData("endpointslice", "EndpointSlice")]
    [InlineData("deploy", "Deployment")]
    [InlineData("serviceentries", "ServiceEntry")]
    public void A_kind_is_found_by_any_of_its_names(string name, string kind) =>
        Assert.Equal(kind, ResourceKinds.Find(name)?.Name);

    [Fact]
    public void An_unknown_name_finds_nothing() => Assert.Null(ResourceKinds.Find("ingress"));

    [Fact]
    public void No_two_kinds_share_a_name() =>
        Assert.Equal(
            ResourceKinds.All.Count,
            ResourceKinds.All.Select(kind => kind.Plural).Distinct().Count());
}
