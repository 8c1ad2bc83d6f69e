using Outrigger.Local.Networking;
using Outrigger.Resources;
using Outrigger.Resources.Kubernetes.Services;

namespace Outrigger.Local.Tests.Networking;

public class ServiceHostsTests
{
    [Fact]
    public void Services_with_an_address_have_names_and_bare_ones_belong_to_the_default_namespace_first()
    {
        var services = TestPods.Read("""
            apiVersion: v1
            kind: Service
            metadata: {name: reviews, namespace: another}
            spec: {clusterIP: 10.96.0.3, ports: [{port: 80}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: reviews}
            spec: {clusterIP: 10.96.0.2, ports: [{port: 80}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: ratings, namespace: another}
            spec: {clusterIP: 10.96.0.4, ports: [{port: 80}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: headless}
            spec: {clusterIP: None, ports: [{port: 80}]}
            """).OfType<ResourceObject<ServiceSpec>>().ToList();

        Assert.Equal(
            [
                "10.96.0.2 reviews.default.svc.cluster.local reviews.default.svc reviews.default reviews",
                "10.96.0.4 ratings.another.svc.cluster.local ratings.another.svc ratings.another ratings",
                "10.96.0.3 reviews.another.svc.cluster.local reviews.another.svc reviews.another",
            ],
            ServiceHosts.Of(services).Select(entry => $"{entry.Address} {string.Join(' ', entry.Names)}"));
    }
}
