using Outrigger.Resources.Kubernetes.EndpointSlices;
using Outrigger.Resources.Kubernetes.Pods;
using Outrigger.Resources.Networking.DestinationRules;
using Outrigger.Resources.Networking.VirtualServices;
using Outrigger.Tests.Support;

namespace Outrigger.Resources.Tests.Writing;

public class ResourceWriterTests
{
    public static TheoryData<string> Cases => Golden.Cases("Cases");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Writes_as_kubectl_does(string name)
    {
        string folder = Path.Combine(Golden.FolderOf("Cases"), name);
        ReadResult read =
            ResourceReader.Read(File.ReadAllText(Path.Combine(folder, "input.yaml")), "input.yaml");
        Assert.False(read.HasErrors, string.Join('\n', read.Diagnostics));

        Golden.Matches(Path.Combine(folder, "expected.yaml"), ResourceWriter.ToYaml(read.Objects));
        Golden.Matches(Path.Combine(folder, "expected.json"), ResourceWriter.ToJsonList(read.Objects));
    }

    [Fact]
    public void Objects_made_by_code_are_written_from_their_records()
    {
        ResourceObject slice = ResourceObject.Create(
            new ObjectMeta
            {
                Name = "web-1",
                Namespace = "prod",
                Labels = new Dictionary<string, string> { ["on"] = "yes" },
            },
            new EndpointSlice
            {
                AddressType = "IPv4",
                Endpoints =
                [
                    new Endpoint
                    {
                        Addresses = ["127.0.0.9"],
                        Conditions = new EndpointConditions { Ready = true },
                    },
                ],
                Ports = [new EndpointPort { Name = "http", Port = 8080 }],
            });

        const string Expected = """
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: web-1
              namespace: prod
              labels:
                "on": "yes"
            addressType: IPv4
            endpoints:
            - addresses:
              - 127.0.0.9
              conditions:
                ready: true
            ports:
            - name: http
              port: 8080

            """;
        Assert.Equal(Expected.ReplaceLineEndings("\n"), ResourceWriter.ToYaml(slice));
    }

    [Fact]
    public void Records_survive_writing_and_reading()
    {
        ResourceObject rule = ResourceObject.Create(
            new ObjectMeta
            {
                Name = "r",
                Namespace = "default",
                CreationTimestamp = DateTimeOffset.UnixEpoch,
            },
            new DestinationRuleSpec
            {
                Host = "*.example.com",
                TrafficPolicy = new TrafficPolicy
                {
                    LoadBalancer = new LoadBalancerSettings { Simple = SimpleLoadBalancer.LeastConn },
                    ConnectionPool = new ConnectionPoolSettings
                    {
                        Tcp = new TcpConnectionPool
                        {
                            ConnectTimeout = TimeSpan.FromMilliseconds(1500),
                            MaxConnections = 3,
                        },
                    },
                    OutlierDetection = new OutlierDetection { Consecutive5xxErrors = uint.MaxValue },
                },
                Subsets =
                    [new Subset { Name = "true", Labels = new Dictionary<string, string> { ["v"] = "1" } }],
            });

        ResourceObject read = Assert.Single(ResourceReader.Read(ResourceWriter.ToYaml(rule)).Objects);

        Assert.True(ResourceWriter.AreEquivalent(rule, read));
        Assert.Equal(DateTimeOffset.UnixEpoch, read.Metadata.CreationTimestamp);
        var spec = (DestinationRuleSpec)read.Content;
        Assert.Equal(
            TimeSpan.FromMilliseconds(1500), spec.TrafficPolicy!.ConnectionPool!.Tcp!.ConnectTimeout);
        Assert.Equal(SimpleLoadBalancer.LeastConn, spec.TrafficPolicy.LoadBalancer!.Simple);
        Assert.Equal("true", spec.Subsets[0].Name);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData(" leading and trailing ")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("0x1F")]
    [InlineData("1e3")]
    [InlineData("y")]
    [InlineData("# no comment")]
    [InlineData("key: value")]
    [InlineData("- item")]
    [InlineData("*alias")]
    [InlineData("&anchor")]
    [InlineData("two\nlines\n")]
    [InlineData("two\nlines")]
    [InlineData("\n\nthree\n\n\n")]
    [InlineData("  indented\nfirst line")]
    [InlineData("windows\r\nlines")]
    [InlineData("2026-01-31T12:00:00Z")]
    [InlineData("tab\tin it")]
    [InlineData("bell\u0007")]
    [InlineData("ünïcode ☂ 🌊")]
    [InlineData("\"quoted\" 'twice'")]
    [InlineData("trailing colon:")]
    [InlineData("--- marker\n--- inside")]
    public void Every_text_survives_as_yaml(string text)
    {
        ResourceObject resource = ResourceObject.Create(
            new ObjectMeta { Name = "c" },
            new Kubernetes.ConfigMaps.ConfigMap
            {
                Data = new Dictionary<string, string> { ["k"] = text, ["after"] = "x" },
            });

        ReadResult read = ResourceReader.Read(ResourceWriter.ToYaml(resource));

        var map = (Kubernetes.ConfigMaps.ConfigMap)Assert.Single(read.Objects).Content;
        Assert.Equal(text, map.Data["k"]);
    }

    [Fact]
    public void Equivalence_looks_at_what_is_said_and_not_at_bookkeeping()
    {
        ResourceObject pod = ResourceObject.Create(
            new ObjectMeta { Name = "p" }, new PodSpec { Containers = [new Container { Name = "c" }] });

        ResourceObject stored =
            pod.WithMetadata(pod.Metadata with { Uid = "u", ResourceVersion = "3", Generation = 2 });
        ResourceObject running = pod.WithStatus(new PodStatus { Phase = "Running" });

        Assert.True(ResourceWriter.AreEquivalent(pod, stored));
        Assert.False(ResourceWriter.AreEquivalent(pod, running));
        Assert.True(ResourceWriter.HaveEqualContent(pod, running));
    }

    [Fact]
    public void A_virtual_service_keeps_the_notation_of_its_text()
    {
        const string Text =
            "apiVersion: networking.istio.io/v1alpha3\nkind: VirtualService\nmetadata: {name: v}\n"
            + "spec: {hosts: [v], http: [{timeout: 90s, route: [{destination: {host: v}}]}]}\n";

        ResourceObject resource = ResourceReader.Read(Text).Objects[0];

        Assert.IsType<VirtualServiceSpec>(resource.Content);
        string yaml = ResourceWriter.ToYaml(resource);
        Assert.Contains("timeout: 90s", yaml, StringComparison.Ordinal);
        Assert.Contains("networking.istio.io/v1alpha3", yaml, StringComparison.Ordinal);
    }
}
