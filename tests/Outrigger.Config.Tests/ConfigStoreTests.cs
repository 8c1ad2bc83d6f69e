using Microsoft.Extensions.Time.Testing;
using Outrigger.Config.Tests.Support;
using Outrigger.Resources;
using Outrigger.Resources.Kubernetes.Pods;
using Outrigger.Resources.Networking.VirtualServices;

namespace Outrigger.Config.Tests;

public class ConfigStoreTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly ConfigStore _store;
    private int _uids;

    public ConfigStoreTests() =>
        _store = new ConfigStore(_time, () => new Guid(++_uids, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]));

    [Fact]
    public void A_new_object_gets_its_bookkeeping()
    {
        ConfigSnapshot snapshot = _store.Replace(TestObjects.Files, [TestObjects.Object("a")]);

        ObjectMeta metadata = snapshot.Find(TestObjects.Key("a"))!.Metadata;
        Assert.Equal("00000001-0000-0000-0000-000000000000", metadata.Uid);
        Assert.Equal(_time.GetUtcNow(), metadata.CreationTimestamp);
        Assert.Equal(1, metadata.Generation);
        Assert.Equal($"{snapshot.Version}", metadata.ResourceVersion);
    }

    [Fact]
    public void A_changed_object_keeps_its_identity_and_counts_its_generation()
    {
        ObjectMeta before = _store.Replace(TestObjects.Files, [TestObjects.Object("a")]).All[0].Metadata;
        _time.Advance(TimeSpan.FromHours(1));

        ConfigSnapshot snapshot =
            _store.Replace(TestObjects.Files, [TestObjects.Object("a", timeoutSeconds: 2)]);

        ObjectMeta after = snapshot.All[0].Metadata;
        Assert.Equal(
            (before.Uid, before.CreationTimestamp, 2L),
            (after.Uid, after.CreationTimestamp, after.Generation));
        Assert.Equal($"{snapshot.Version}", after.ResourceVersion);
    }

    [Fact]
    public void A_change_of_labels_or_status_is_no_new_generation()
    {
        ResourceObject pod = ResourceObject.Create(
            new ObjectMeta { Name = "p", Namespace = "default" },
            new PodSpec { Containers = [new Container { Name = "c" }] });
        _store.Replace(TestObjects.Runtime, [pod]);

        ConfigSnapshot snapshot =
            _store.Replace(TestObjects.Runtime, [pod.WithStatus(new PodStatus { Phase = "Running" })]);

        ResourceObject<PodSpec> after = Assert.Single(snapshot.List<PodSpec>());
        Assert.Equal(
            (1L, $"{snapshot.Version}"), (after.Metadata.Generation, after.Metadata.ResourceVersion));
        Assert.Equal("Running", Assert.IsType<PodStatus>(after.Status).Phase);
    }

    [Fact]
    public void Nothing_new_is_no_new_version()
    {
        ConfigSnapshot first =
            _store.Replace(TestObjects.Files, [TestObjects.Object("a"), TestObjects.Object("b")]);

        ConfigSnapshot second =
            _store.Replace(TestObjects.Files, [TestObjects.Object("b"), TestObjects.Object("a")]);

        Assert.Same(first, second);
    }

    [Fact]
    public void Higher_layers_are_in_force_and_leave_the_lower_ones_when_they_go()
    {
        var applied = new ConfigSource(ConfigLayer.Applied, "applied");
        _store.Replace(applied, [TestObjects.Object("a", 3)]);
        _store.Replace(TestObjects.Runtime, [TestObjects.Object("a", 1), TestObjects.Object("c", 1)]);
        _store.Replace(TestObjects.Files, [TestObjects.Object("a", 2), TestObjects.Object("c", 2)]);

        Assert.Equal((3, 2), (TimeoutOf("a"), TimeoutOf("c")));
        Assert.Equal(
            [TestObjects.Runtime, TestObjects.Files, applied], _store.SourcesOf(TestObjects.Key("a")));
        Assert.True(_store.Remove(applied, TestObjects.Key("a")));
        Assert.Equal(2, TimeoutOf("a"));
        Assert.False(_store.Remove(applied, TestObjects.Key("a")));
    }

    [Fact]
    public void Put_leaves_the_other_objects_of_the_source_alone()
    {
        _store.Replace(TestObjects.Files, [TestObjects.Object("a"), TestObjects.Object("b")]);

        ConfigSnapshot snapshot =
            _store.Put(TestObjects.Files, [TestObjects.Object("b", 9), TestObjects.Object("c")]);

        Assert.Equal(["a", "b", "c"], snapshot.List<VirtualServiceSpec>().Select(resource => resource.Name));
        Assert.Equal(9, TimeoutOf("b"));
    }

    [Fact]
    public void Snapshots_do_not_change_and_versions_grow()
    {
        ConfigSnapshot first = _store.Replace(TestObjects.Files, [TestObjects.Object("a")]);
        ConfigSnapshot second = _store.Replace(TestObjects.Files, []);

        Assert.Single(first.All);
        Assert.Empty(second.All);
        Assert.True(second.Version > first.Version);
        Assert.Empty(second.List<VirtualServiceSpec>());
    }

    [Fact]
    public void Watchers_are_told_of_every_snapshot_in_order_until_they_leave()
    {
        var seen = new List<long>();
        using (_store.Watch(snapshot => seen.Add(snapshot.Version)))
        {
            _store.Replace(TestObjects.Files, [TestObjects.Object("a")]);
            _store.Replace(TestObjects.Files, [TestObjects.Object("a")]);
            _store.Replace(TestObjects.Files, [TestObjects.Object("b")]);
        }

        _store.Replace(TestObjects.Files, []);
        Assert.Equal([1, 2], seen);
    }

    [Fact]
    public async Task A_watch_begins_with_the_present_and_skips_what_was_overtaken()
    {
        _store.Replace(TestObjects.Files, [TestObjects.Object("a")]);
        using var end = new CancellationTokenSource();
        await using IAsyncEnumerator<ConfigSnapshot> watch =
            _store.WatchAsync(end.Token).GetAsyncEnumerator(end.Token);
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal(1, watch.Current.Version);

        for (int i = 2; i <= 10; i++) _store.Replace(TestObjects.Files, [TestObjects.Object("a", i)]);

        Assert.True(await watch.MoveNextAsync());
        Assert.Equal(10, watch.Current.Version);
    }

    [Fact]
    public async Task Changes_from_many_threads_all_arrive_and_every_version_is_seen_once()
    {
        var versions = new List<long>();
        using IDisposable subscription = _store.Watch(snapshot => versions.Add(snapshot.Version));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
        {
            var source = new ConfigSource(ConfigLayer.Files, $"{thread}");
            for (int i = 1; i <= 25; i++) _store.Replace(source, [TestObjects.Object($"t{thread}", i)]);
        })));

        Assert.Equal(Enumerable.Range(1, 200).Select(version => (long)version), versions);
        Assert.Equal(8, _store.Current.All.Count);
        Assert.All(_store.Current.All, resource => Assert.Equal(25, resource.Metadata.Generation));
    }

    [Fact]
    public void A_snapshot_finds_objects_by_kind_namespace_and_name()
    {
        ConfigSnapshot snapshot =
            _store.Replace(TestObjects.Files, [TestObjects.Object("b"), TestObjects.Object("a")]);

        Assert.Equal(
            ["a", "b"], snapshot.List<VirtualServiceSpec>("default").Select(resource => resource.Name));
        Assert.Empty(snapshot.List<VirtualServiceSpec>("prod"));
        Assert.Equal("a", snapshot.Find<VirtualServiceSpec>("default", "a")?.Name);
        Assert.Null(snapshot.Find<VirtualServiceSpec>("prod", "a"));
        Assert.Equal(2, snapshot.List(ResourceKinds.Find("vs")!).Count);
        Assert.Empty(snapshot.List(ResourceKinds.Find("pods")!));
    }

    private double TimeoutOf(string name)
    {
        var resource = (ResourceObject<VirtualServiceSpec>)_store.Current.Find(TestObjects.Key(name))!;
        return resource.Spec.Http[0].Timeout!.Value.TotalSeconds;
    }
}
