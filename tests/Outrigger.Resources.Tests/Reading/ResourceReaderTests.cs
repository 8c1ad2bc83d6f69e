using Outrigger.Resources.Kubernetes.ConfigMaps;
using Outrigger.Resources.Kubernetes.Pods;
using Outrigger.Resources.Kubernetes.Services;
using Outrigger.Resources.Networking.DestinationRules;
using Outrigger.Resources.Networking.VirtualServices;

namespace Outrigger.Resources.Tests.Reading;

public class ResourceReaderTests
{
    private const string Reviews = """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata:
          name: reviews
        spec:
          hosts:
          - reviews
          http:
          - match:
            - headers:
                end-user:
                  exact: jason
            timeout: 1.5s
            route:
            - destination:
                host: reviews
                subset: v2
              weight: 75
        """;

    [Fact]
    public void Reads_an_object_into_its_typed_record()
    {
        ReadResult read = ResourceReader.Read(Reviews, "reviews.yaml");

        Assert.Empty(read.Diagnostics);
        var resource = Assert.IsType<ResourceObject<VirtualServiceSpec>>(Assert.Single(read.Objects));
        Assert.Equal(new ResourceKey("VirtualService", "default", "reviews"), resource.Key);
        HttpRoute route = Assert.Single(resource.Spec.Http);
        Assert.Equal("jason", route.Match[0].Headers["end-user"].Exact);
        Assert.Equal(TimeSpan.FromSeconds(1.5), route.Timeout);
        Assert.Equal(75, route.Route[0].Weight);
        Assert.Equal("v2", route.Route[0].Destination!.Subset);
    }

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("metadata.name", 4, 9)]
    [InlineData("spec", 5, 1)]
    [InlineData("spec.hosts[0]", 7, 5)]
    [InlineData("spec.http[0].match[0].headers[end-user].exact", 12, 18)]
    [InlineData("spec.http[0].route[0].destination", 15, 7)]
    [InlineData("spec.http[0].route[0].weight", 18, 15)]
    [InlineData("spec.http[0].route[0].destination.port.number", 15, 7)]
    [InlineData("spec.http[7]", 8, 3)]
    public void Knows_where_every_field_stands(string path, int line, int column)
    {
        ResourceObject resource = ResourceReader.Read(Reviews, "reviews.yaml").Objects[0];

        Assert.Equal(new SourcePosition("reviews.yaml", line, column), resource.PositionOf(path));
    }

    [Fact]
    public void Reads_json_with_the_same_positions_by_field()
    {
        const string Json = """
            {
              "apiVersion": "v1", "kind": "Service",
              "metadata": { "name": "web", "labels": { "app": "web" } },
              "spec": { "ports": [ { "port": 80, "targetPort": "http", "prot": 1 } ] }
            }
            """;

        ReadResult read = ResourceReader.Read(Json);

        Diagnostic finding = Assert.Single(read.Diagnostics);
        Assert.Equal((4, 60), (finding.Line, finding.Column));
        Assert.Equal("spec.ports[0].prot", finding.Path);
    }

    [Fact]
    public void Json_and_yaml_of_the_same_object_say_the_same()
    {
        ResourceObject yaml = ResourceReader.Read(Reviews).Objects[0];
        ResourceObject json = ResourceReader.Read(ResourceWriter.ToJson(yaml)).Objects[0];

        Assert.True(ResourceWriter.AreEquivalent(yaml, json));
    }

    [Fact]
    public void A_bad_document_does_not_spoil_the_others()
    {
        const string Bad = "\n---\nkind: [unclosed\nthis is: not: yaml\n---\n";

        ReadResult read =
            ResourceReader.Read(Reviews + Bad + Reviews.Replace("name: reviews", "name: ratings"));

        Assert.Equal(["reviews", "ratings"], read.Objects.Select(resource => resource.Name));
        Assert.Equal(DiagnosticCodes.Syntax, Assert.Single(read.Diagnostics).Code);
    }

    [Fact]
    public void All_errors_of_a_document_are_found_at_once()
    {
        string text = Reviews.Replace("exact:", "exactly:").Replace("1.5s", "soon").Replace(
            "weight: 75", "weight: much");

        ReadResult read = ResourceReader.Read(text);

        Assert.Empty(read.Objects);
        Assert.Equal(
            [
                (12, DiagnosticCodes.UnknownField),
                (13, DiagnosticCodes.WrongType),
                (18, DiagnosticCodes.WrongType),
            ],
            read.Diagnostics.Select(finding => (finding.Line, finding.Code)));
        Assert.All(read.Diagnostics, finding => Assert.Equal("reviews", finding.Resource!.Value.Name));
    }

    [Theory]
    [InlineData("List", "v1")]
    [InlineData("ConfigMapList", "v1")]
    public void Lists_are_read_item_by_item(string kind, string apiVersion)
    {
        string text = $$$"""
            apiVersion: {{{apiVersion}}}
            kind: {{{kind}}}
            metadata: {resourceVersion: "7"}
            items:
            - {apiVersion: v1, kind: ConfigMap, metadata: {name: one}, data: {a: "1"}}
            - {apiVersion: v1, kind: ConfigMap, metadata: {name: two}, data: {a: 1}}
            - {apiVersion: v1, kind: ConfigMap, metadata: {name: three}}
            """;

        ReadResult read = ResourceReader.Read(text);

        Assert.Equal(["one", "three"], read.Objects.Select(resource => resource.Name));
        Assert.Equal(6, Assert.Single(read.Diagnostics).Line);
    }

    [Fact]
    public void Kinds_without_a_spec_have_their_fields_at_the_top()
    {
        const string Text =
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: b}\nbinaryData: {x: AQI=}\n";

        var map = (ResourceObject<ConfigMap>)ResourceReader.Read(Text).Objects[0];

        Assert.Equal("b", map.Spec.Data["a"]);
        Assert.Equal([1, 2], map.Spec.BinaryData["x"].ToArray());
    }

    [Fact]
    public void Kubernetes_kinds_accept_fields_that_a_mesh_does_not_need()
    {
        const string Text = """
            apiVersion: v1
            kind: Pod
            metadata: {name: p, namespace: prod}
            spec:
              securityContext: {runAsUser: 1000}
              containers:
              - {name: app, image: app, resources: {limits: {cpu: 1}}, securityContext: {privileged: false}}
            status: {phase: Running, podIP: 10.0.0.1, qosClass: Burstable}
            """;

        ReadResult read = ResourceReader.Read(Text);

        Assert.Empty(read.Diagnostics);
        var pod = (ResourceObject<PodSpec>)read.Objects[0];
        Assert.Equal("10.0.0.1", Assert.IsType<PodStatus>(pod.Status).PodIP);
        Assert.Contains("runAsUser: 1000", ResourceWriter.ToYaml(pod), StringComparison.Ordinal);
    }

    [Fact]
    public void Kinds_of_others_are_left_out_with_a_warning()
    {
        const string Text =
            "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: i}\nspec: {anything: goes}\n";

        ReadResult read = ResourceReader.Read(Text);

        Assert.Empty(read.Objects);
        Assert.False(read.HasErrors);
        Assert.Equal(DiagnosticCodes.UnusedKind, Assert.Single(read.Diagnostics).Code);
    }

    [Fact]
    public void A_field_that_is_not_acted_upon_is_named_and_the_object_accepted()
    {
        string text = Reviews.Replace("timeout: 1.5s", "retries: {attempts: 3}");

        ReadResult read = ResourceReader.Read(text);

        Diagnostic finding = Assert.Single(read.Diagnostics);
        Assert.Equal((Severity.Warning, DiagnosticCodes.ParsedOnly), (finding.Severity, finding.Code));
        Assert.Equal("spec.http[0].retries", finding.Path);
        Assert.Contains("\"retries\"", finding.Message, StringComparison.Ordinal);
        Assert.Equal(finding, Assert.Single(Assert.Single(read.Objects).Findings));
    }

    [Fact]
    public void Anchors_aliases_and_merge_keys_work()
    {
        const string Text = """
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: r}
            spec:
              host: r
              subsets:
              - &v1
                name: v1
                labels: &labels {app: r}
              - <<: *v1
                name: v2
              - name: v3
                labels: *labels
            """;

        var rule = (ResourceObject<DestinationRuleSpec>)Assert.Single(ResourceReader.Read(Text).Objects);

        Assert.Equal(["v1", "v2", "v3"], rule.Spec.Subsets.Select(subset => subset.Name));
        Assert.All(rule.Spec.Subsets, subset => Assert.Equal("r", subset.Labels["app"]));
    }

    [Fact]
    public void Aliases_of_aliases_cannot_exhaust_memory()
    {
        string bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
            + string.Concat(Enumerable.Range(1, 20).Select(i =>
                $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 10))}]\n"));

        ReadResult read = ResourceReader.Read(bomb);

        Assert.Contains(
            "repeated aliases", Assert.Single(read.Diagnostics).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{a: ", "}")]
    public void Deep_nesting_is_refused_rather_than_followed(string open, string close)
    {
        string deep =
            string.Concat(Enumerable.Repeat(open, 5000)) + string.Concat(Enumerable.Repeat(close, 5000));

        ReadResult read = ResourceReader.Read("x: " + deep);

        Assert.True(read.HasErrors);
        Assert.Empty(read.Objects);
    }

    [Theory]
    [InlineData("\uFEFF")]
    [InlineData("# only a comment\n---\n")]
    [InlineData("---\n---\n# nothing\n---\n")]
    [InlineData("%YAML 1.2\n---\n")]
    public void Marks_comments_and_empty_documents_are_no_objects(string before)
    {
        ReadResult read = ResourceReader.Read(before + Reviews + "\n...\n---\n");

        Assert.Empty(read.Diagnostics);
        Assert.Single(read.Objects);
    }

    [Fact]
    public void Line_ends_of_windows_are_no_part_of_the_text()
    {
        ReadResult read = ResourceReader.Read(Reviews.ReplaceLineEndings("\r\n"));

        Assert.Empty(read.Diagnostics);
        Assert.Equal(
            "jason",
            ((VirtualServiceSpec)read.Objects[0].Content).Http[0].Match[0].Headers["end-user"].Exact);
    }

    [Fact]
    public void The_later_of_two_equal_objects_counts_and_a_warning_says_so()
    {
        string text = Reviews + "\n---\n" + Reviews.Replace("jason", "mary");

        ReadResult read = ResourceReader.Read(text);

        Assert.Equal(DiagnosticCodes.DuplicateObject, Assert.Single(read.Diagnostics).Code);
        Assert.False(read.HasErrors);
        var spec = (VirtualServiceSpec)Assert.Single(read.Objects).Content;
        Assert.Equal("mary", spec.Http[0].Match[0].Headers["end-user"].Exact);
    }

    [Fact]
    public void All_versions_of_a_kind_are_read()
    {
        foreach (ResourceKind kind in ResourceKinds.All)
        {
            Assert.All(kind.Versions, version =>
            {
                // Without its content the object is incomplete, but its kind is known.
                string text =
                    $"apiVersion: {kind.ApiVersionOf(version)}\nkind: {kind}\nmetadata: {{name: x}}\n";
                Assert.DoesNotContain(
                    ResourceReader.Read(text).Diagnostics,
                    finding =>
                        finding.Code is DiagnosticCodes.UnknownApiVersion or DiagnosticCodes.UnusedKind);
            });
        }
    }

    [Theory]
    [InlineData("80", "80", true)]
    [InlineData("http", "http", false)]
    public void A_target_port_is_a_number_or_a_name(string written, string text, bool isNumber)
    {
        string yaml = $"apiVersion: v1\nkind: Service\nmetadata: {{name: s}}\n"
            + $"spec: {{ports: [{{port: 80, targetPort: {written} }}]}}";

        var service = (ResourceObject<ServiceSpec>)ResourceReader.Read(yaml).Objects[0];

        IntOrString target = service.Spec.Ports[0].TargetPort!.Value;
        Assert.Equal((text, isNumber), (target.Text, target.IsNumber));
    }
}
