using System.Net;
using Outrigger.ControlPlane.Configuration;
using Outrigger.Resources;
using Outrigger.Resources.Kubernetes.Services;

namespace Outrigger.ControlPlane.Tests;

public sealed class ServiceAddressesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outrigger-test-");

    private string AddressFile => Path.Combine(_folder.FullName, "addresses.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void An_address_that_a_user_gave_is_nobody_elses()
    {
        var addresses = Addresses();
        Assert.Equal(["a=10.96.0.2", "b=10.96.0.1"], Complete(addresses, Service("a"), Service("b", "10.96.0.1")));
    }

    [Fact]
    public void An_address_that_a_user_gives_later_is_taken_from_who_had_it_by_chance()
    {
        var addresses = Addresses();
        Assert.Equal(["a=10.96.0.1"], Complete(addresses, Service("a")));
        Assert.Equal(["a=10.96.0.2", "b=10.96.0.1"], Complete(addresses, Service("a"), Service("b", "10.96.0.1")));
    }

    [Fact]
    public void A_service_that_comes_back_has_its_address_again_also_after_a_restart()
    {
        var addresses = Addresses();
        _ = Complete(addresses, Service("a"), Service("b"));
        _ = Complete(addresses, Service("a"));
        Assert.Equal(["c=10.96.0.3", "b=10.96.0.2"], Complete(Addresses(), Service("c"), Service("b")));
    }

    [Fact]
    public void When_addresses_run_out_those_of_services_that_are_gone_are_given_again()
    {
        var addresses = Addresses("10.96.0.0/30");
        _ = Complete(addresses, Service("a"), Service("b"));
        Assert.Equal(["b=10.96.0.2", "c=10.96.0.1"], Complete(addresses, Service("b"), Service("c")));
    }

    [Fact]
    public void When_every_address_is_in_use_the_rest_of_the_mesh_goes_on()
    {
        var addresses = Addresses("10.96.0.0/30");
        Assert.Equal(
            ["a=10.96.0.1", "b=10.96.0.2", "c="], Complete(addresses, Service("a"), Service("b"), Service("c")));
    }

    [Fact]
    public void A_service_that_did_not_change_is_the_same_instance()
    {
        var addresses = Addresses();
        var service = Service("a");
        Assert.Same(Assert.Single(addresses.Complete([service])), Assert.Single(addresses.Complete([service])));
    }

    private ServiceAddresses Addresses(string network = "10.96.0.0/16") =>
        new(IPNetwork.Parse(network), AddressFile);

    private static List<string> Complete(ServiceAddresses addresses, params ResourceObject[] objects) =>
        [.. addresses.Complete(objects).Cast<ResourceObject<ServiceSpec>>()
            .Select(service => $"{service.Key.Name}={service.Spec.ClusterIP}")];

    private static ResourceObject Service(string name, string address = "") =>
        Assert.Single(ResourceReader.Read($$"""
            apiVersion: v1
            kind: Service
            metadata: { name: {{name}} }
            spec: { clusterIP: "{{address}}", ports: [{ port: 80 }] }
            """, "service.yaml").Objects);
}
