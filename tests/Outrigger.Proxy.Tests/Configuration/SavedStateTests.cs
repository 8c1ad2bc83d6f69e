using Outrigger.Proxy.Dynamic;
using Outrigger.Proxy.Logging;
using Outrigger.Proxy.Tests.Support;
using Outrigger.Xds;
using Outrigger.Xds.Client;
using static Outrigger.Proxy.Tests.Support.SampleResources;

namespace Outrigger.Proxy.Tests.Configuration;

/// <summary>What was accepted survives a restart; a file that cannot be trusted is left alone.</summary>
public sealed class SavedStateTests : IDisposable
{
    private const string Node = "sidecar-1";

    private readonly string _directory = Directory.CreateTempSubdirectory("outrigger-state-").FullName;
    private readonly StringWriter _logText = new();
    private readonly EventLog _log;
    private readonly StateFile _file;

    public SavedStateTests()
    {
        _log = new EventLog(_logText, LogLevel.Info, TimeProvider.System);
        _file = new StateFile(Path.Combine(_directory, "made-when-needed"), _log);
    }

    public void Dispose()
    {
        _log.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public void A_restarted_proxy_serves_what_the_last_one_served_before_any_server_answers()
    {
        using (ManagerHarness first = Live())
        {
            Assert.True(_file.Save(AcceptedState.Capture(first.Manager, Node)));
        }

        using var second = new ManagerHarness();
        SavedState state = _file.Load(Node)!;
        Assert.All(state.Updates, update => Assert.Empty(second.Manager.Take(update)));
        second.Started();

        Assert.Equal(StartStage.Live, second.Manager.Stage);
        Assert.Equal("10.0.0.1:80", second.Cluster("reviews")!.Endpoints.Priorities[0].Endpoints[0].Address
            .ToString());
        Assert.NotNull(second.Listener("web")!.FilterChains[0].Http!.Routes.Current);
    }

    [Fact]
    public void A_new_stream_begins_with_the_versions_of_what_was_saved()
    {
        using ManagerHarness proxy = Live();

        IReadOnlyDictionary<TypeUrl, KnownResources> known =
            AcceptedState.ToKnown(AcceptedState.Capture(proxy.Manager, Node));

        Assert.Equal("v1", known[TypeUrl.Cluster].Versions["reviews"]);
        Assert.Equal("v1", known[TypeUrl.Cluster].SotwVersion);
        Assert.Equal("v2", known[TypeUrl.ClusterLoadAssignment].Versions["reviews"]);
        Assert.Equal("v3", known[TypeUrl.Listener].Versions["web"]);
        Assert.Equal("v4", known[TypeUrl.RouteConfiguration].Versions["r"]);
    }

    [Fact]
    public void A_rejected_version_is_not_saved_but_the_accepted_one_is()
    {
        using ManagerHarness proxy = Live();
        Assert.Single(proxy.Send(TypeUrl.Cluster, "{ name: reviews, lb_policy: RING_HASH }"));

        SavedState state = AcceptedState.Capture(proxy.Manager, Node);

        Assert.Equal("v1", Assert.Single(state.Updates[0].Resources).Version);
    }

    [Fact]
    public void Without_a_file_there_is_no_state_and_no_complaint()
    {
        Assert.Null(_file.Load(Node));
        Assert.Equal("", Log());
    }

    [Theory]
    [InlineData("flipped bit", "it is damaged: its checksum does not fit")]
    [InlineData("truncated", "it is damaged: its checksum does not fit")]
    [InlineData("only a header", "it is damaged: its checksum does not fit")]
    [InlineData("other version", "it has another format or version")]
    [InlineData("empty", "it has another format or version")]
    [InlineData("other node", "it belongs to the node \\\"sidecar-1\\\", this one is \\\"sidecar-2\\\"")]
    public void A_file_that_cannot_be_trusted_is_reported_and_ignored(string damage, string reason)
    {
        using ManagerHarness proxy = Live();
        _file.Save(AcceptedState.Capture(proxy.Manager, Node));
        byte[] bytes = File.ReadAllBytes(_file.FilePath);
        byte[] damaged = damage switch
        {
            "flipped bit" => [.. bytes[..^20], (byte)(bytes[^20] ^ 1), .. bytes[^19..]],
            "truncated" => bytes[..^1],
            "only a header" => bytes[..40],
            "other version" => [.. "outrigger accepted resources 2\n"u8, .. bytes[31..]],
            "empty" => [],
            _ => bytes,
        };
        File.WriteAllBytes(_file.FilePath, damaged);

        Assert.Null(_file.Load(damage == "other node" ? "sidecar-2" : Node));

        Assert.Contains(reason, Log(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_reported_and_the_program_goes_on()
    {
        string blocked = Path.Combine(_directory, "a-file");
        File.WriteAllText(blocked, "");
        using ManagerHarness proxy = Live();

        Assert.False(new StateFile(blocked, _log).Save(AcceptedState.Capture(proxy.Manager, Node)));

        Assert.Contains("cannot save accepted resources", Log(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_updates_in_a_row_make_one_file()
    {
        using ManagerHarness proxy = Live();
        using var keeper = new StateKeeper(proxy.Manager, proxy.Context, _file, Node);

        for (int i = 0; i < 10; i++)
        {
            proxy.Send(TypeUrl.ClusterLoadAssignment, Endpoints("reviews", $"10.0.1.{i}:80"));
        }

        Assert.False(File.Exists(_file.FilePath));
        proxy.Time.Advance(TimeSpan.FromMilliseconds(250));

        await Eventually.Holds(() => File.Exists(_file.FilePath), "the file is there");
        Assert.Equal(1, proxy.Stat("outrigger.state.saved"));
        Assert.Equal("v14", _file.Load(Node)!.Updates[1].Resources[0].Version);
    }

    [Fact]
    public void What_is_not_saved_yet_is_saved_at_the_end()
    {
        using ManagerHarness proxy = Live();
        var keeper = new StateKeeper(proxy.Manager, proxy.Context, _file, Node);
        proxy.SendAndRemove(TypeUrl.Listener, ["web"]);

        keeper.Dispose();

        Assert.Empty(_file.Load(Node)!.Updates[2].Resources);
    }

    private string Log()
    {
        _log.Dispose();
        return _logText.ToString();
    }

    private static ManagerHarness Live()
    {
        ManagerHarness proxy = new ManagerHarness().Started();
        proxy.Send(TypeUrl.Cluster, EdsCluster("reviews"));
        proxy.Send(TypeUrl.ClusterLoadAssignment, Endpoints("reviews", "10.0.0.1:80"));
        proxy.Send(TypeUrl.Listener, Listener("web", 80, routes: "r"));
        proxy.Send(TypeUrl.RouteConfiguration, Routes("r", "reviews"));
        return proxy;
    }
}
