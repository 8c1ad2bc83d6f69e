using Microsoft.Extensions.Time.Testing;
using Outrigger.Config.Files;
using Outrigger.Config.Tests.Support;
using Outrigger.Resources;
using Outrigger.Resources.Networking.VirtualServices;

namespace Outrigger.Config.Tests.Files;

public sealed class YamlFolderSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ConfigStore _store = new(TimeProvider.System);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reads_yaml_and_json_at_any_depth_but_nothing_hidden()
    {
        _folder.Write("a.yaml", TestObjects.Text("a"));
        _folder.Write("deep/er/b.yml", TestObjects.Text("b"));
        _folder.Write("c.json", ResourceWriter.ToJson(TestObjects.Object("c")));
        _folder.Write(".hidden.yaml", TestObjects.Text("d"));
        _folder.Write(".git/e.yaml", TestObjects.Text("e"));
        _folder.Write("notes.txt", "no yaml: [");
        _folder.Write("f.yaml~", TestObjects.Text("f"));
        using var source = new YamlFolderSource(_store, [_folder.Path]);

        ConfigSnapshot snapshot = source.Load();

        Assert.Empty(snapshot.Diagnostics);
        Assert.Equal(["a", "b", "c"], Names(snapshot));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Follows_changes_additions_and_removals(bool useSystemWatcher)
    {
        _folder.Write("a.yaml", TestObjects.Text("a", 1));
        using var source = new YamlFolderSource(
            _store, [_folder.Path], new YamlFolderOptions { UseSystemWatcher = useSystemWatcher });
        source.Start();

        _folder.Write("a.yaml", TestObjects.Text("a", 22));
        await _store.WaitFor(snapshot => TimeoutOf(snapshot, "a") == 22);
        _folder.Write("new/b.yaml", TestObjects.Text("b"));
        await _store.WaitFor(snapshot => Names(snapshot).SequenceEqual(["a", "b"]));
        File.Delete(_folder.File("a.yaml"));
        await _store.WaitFor(snapshot => Names(snapshot).SequenceEqual(["b"]));
    }

    [Fact]
    public void A_change_is_in_force_within_a_second_by_polling_alone()
    {
        var time = new FakeTimeProvider();
        _folder.Write("a.yaml", TestObjects.Text("a", 1));
        using var source = new YamlFolderSource(
            _store, [_folder.Path], new YamlFolderOptions { UseSystemWatcher = false, Time = time });
        source.Start();

        _folder.Write("a.yaml", TestObjects.Text("a", 22));
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(22, TimeoutOf(_store.Current, "a"));
    }

    [Fact]
    public async Task A_change_that_shows_in_neither_size_nor_time_is_found_while_the_file_is_young()
    {
        string path = _folder.Write("a.yaml", TestObjects.Text("a", 1));
        using var source =
            new YamlFolderSource(_store, [path], new YamlFolderOptions { UseSystemWatcher = false });
        source.Start();

        DateTime modifiedAt = File.GetLastWriteTimeUtc(path);
        _folder.Write("a.yaml", TestObjects.Text("a", 2));
        File.SetLastWriteTimeUtc(path, modifiedAt);

        await _store.WaitFor(snapshot => TimeoutOf(snapshot, "a") == 2);
    }

    [Fact]
    public async Task A_file_that_is_written_all_the_time_does_not_hide_changes_of_others()
    {
        _folder.Write("a.yaml", TestObjects.Text("a", 1));
        using var source = new YamlFolderSource(_store, [_folder.Path]);
        source.Start();
        using var end = new CancellationTokenSource();
        Task noise = Task.Run(
            () =>
            {
                while (!end.IsCancellationRequested) _folder.Write("noise.log", "noise");
            },
            TestContext.Current.CancellationToken);

        _folder.Write("a.yaml", TestObjects.Text("a", 22));
        await _store.WaitFor(snapshot => TimeoutOf(snapshot, "a") == 22);
        await end.CancelAsync();
        await noise;
    }

    [Fact]
    public async Task A_file_replaced_by_rename_as_editors_do_is_followed()
    {
        string path = _folder.Write("a.yaml", TestObjects.Text("a", 1));
        using var source = new YamlFolderSource(_store, [path]);
        source.Start();

        string temporary = _folder.Write(".a.yaml.swp", TestObjects.Text("a", 2));
        File.Move(temporary, path, overwrite: true);
        await _store.WaitFor(snapshot => TimeoutOf(snapshot, "a") == 2);
        temporary = _folder.Write(".a.yaml.swp", TestObjects.Text("a", 33));
        File.Move(temporary, path, overwrite: true);
        await _store.WaitFor(snapshot => TimeoutOf(snapshot, "a") == 33);
    }

    [Fact]
    public async Task A_bad_file_keeps_its_last_good_version_in_force_and_shows_its_error()
    {
        _folder.Write("a.yaml", TestObjects.Text("a", 1) + "---\n" + TestObjects.Text("b", 1));
        _folder.Write("c.yaml", TestObjects.Text("c", 1));
        using var source = new YamlFolderSource(_store, [_folder.Path]);
        source.Start();

        string path = _folder.Write(
            "a.yaml",
            TestObjects.Text("a", 7) + "---\n" + TestObjects.Text("b", 7).Replace("spec:", "sepc:"));
        ConfigSnapshot broken = await _store.WaitFor(snapshot => snapshot.Diagnostics.Count > 0);

        Assert.Equal(["a", "b", "c"], Names(broken));
        Assert.Equal((1, 1), (TimeoutOf(broken, "a"), TimeoutOf(broken, "b")));
        Diagnostic error = Assert.Single(broken.Diagnostics, finding => finding.Severity == Severity.Error);
        Assert.Equal((path, 9, "sepc"), (error.File, error.Line, error.Path));
        Assert.Contains(broken.Diagnostics, finding => finding.Code == ConfigCodes.LastGoodKept);

        _folder.Write("c.yaml", TestObjects.Text("c", 5));
        await _store.WaitFor(snapshot => TimeoutOf(snapshot, "c") == 5 && TimeoutOf(snapshot, "a") == 1);
        _folder.Write("a.yaml", TestObjects.Text("a", 9));
        ConfigSnapshot mended = await _store.WaitFor(snapshot => TimeoutOf(snapshot, "a") == 9);
        Assert.Equal(["a", "c"], Names(mended));
        Assert.Empty(mended.Diagnostics);
    }

    [Fact]
    public void A_file_that_never_was_good_contributes_what_is_good_of_it()
    {
        _folder.Write("a.yaml", TestObjects.Text("a") + "---\nkind: [\n---\n" + TestObjects.Text("b"));
        using var source = new YamlFolderSource(_store, [_folder.Path]);

        ConfigSnapshot snapshot = source.Load();

        Assert.Equal(["a", "b"], Names(snapshot));
        Assert.Single(snapshot.Diagnostics);
    }

    [Fact]
    public void The_validator_may_refuse_an_object()
    {
        string path = _folder.Write("a.yaml", TestObjects.Text("a") + "---\n" + TestObjects.Text("b"));
        var options = new YamlFolderOptions
        {
            Validate = resource => resource.Name == "a"
                ? [new Diagnostic { Severity = Severity.Error, Code = "X", Message = "no" }]
                : [],
        };
        using var source = new YamlFolderSource(_store, [path], options);

        ConfigSnapshot snapshot = source.Load();

        Assert.Equal(["b"], Names(snapshot));
        Assert.Equal("X", Assert.Single(snapshot.Diagnostics).Code);
    }

    [Fact]
    public void A_validator_that_throws_spoils_no_other_file()
    {
        _folder.Write("a.yaml", TestObjects.Text("a"));
        _folder.Write("b.yaml", TestObjects.Text("b"));
        var options = new YamlFolderOptions
        {
            Validate = resource => resource.Name == "a" ? throw new InvalidOperationException("oops") : [],
        };
        using var source = new YamlFolderSource(_store, [_folder.Path], options);

        ConfigSnapshot snapshot = source.Load();

        Assert.Equal(["b"], Names(snapshot));
        Assert.Equal(ConfigCodes.InternalFault, Assert.Single(snapshot.Diagnostics).Code);
    }

    [Fact]
    public void Later_paths_win_and_the_shadowed_object_is_told()
    {
        string first = _folder.Write("z.yaml", TestObjects.Text("a", 1));
        string second = _folder.Write("a.yaml", TestObjects.Text("a", 2));
        using var source = new YamlFolderSource(_store, [first, second]);

        ConfigSnapshot snapshot = source.Load();

        Assert.Equal(2, TimeoutOf(snapshot, "a"));
        Diagnostic finding = Assert.Single(snapshot.Diagnostics);
        Assert.Equal((ConfigCodes.ShadowedObject, first), (finding.Code, finding.File));
    }

    [Fact]
    public async Task A_path_that_does_not_exist_is_told_and_followed()
    {
        using var source = new YamlFolderSource(_store, [_folder.File("later")]);
        ConfigSnapshot first = source.Start();
        Assert.Equal(ConfigCodes.UnreadableFile, Assert.Single(first.Diagnostics).Code);

        _folder.Write("later/a.yaml", TestObjects.Text("a"));

        ConfigSnapshot snapshot = await _store.WaitFor(snapshot => snapshot.All.Count == 1);
        Assert.Empty(snapshot.Diagnostics);
    }

    [Fact]
    public async Task A_mounted_folder_whose_link_is_swapped_is_followed()
    {
        _folder.Write("v1/a.yaml", TestObjects.Text("a", 1));
        _folder.Write("v2/a.yaml", TestObjects.Text("a", 2));
        File.CreateSymbolicLink(_folder.File("current"), _folder.File("v1"));
        using var source = new YamlFolderSource(_store, [_folder.File("current")]);
        Assert.Equal(1, TimeoutOf(source.Start(), "a"));

        File.Delete(_folder.File("current"));
        File.CreateSymbolicLink(_folder.File("current"), _folder.File("v2"));

        await _store.WaitFor(snapshot => TimeoutOf(snapshot, "a") == 2);
    }

    [Fact]
    public void After_disposal_nothing_is_followed()
    {
        var time = new FakeTimeProvider();
        _folder.Write("a.yaml", TestObjects.Text("a"));
        var source = new YamlFolderSource(_store, [_folder.Path], new YamlFolderOptions { Time = time });
        source.Start();
        source.Dispose();

        _folder.Write("b.yaml", TestObjects.Text("b"));
        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(["a"], Names(_store.Current));
        Assert.Throws<ObjectDisposedException>(() => source.Start());
    }

    private static IEnumerable<string> Names(ConfigSnapshot snapshot) =>
        snapshot.All.Select(resource => resource.Name);

    private static double? TimeoutOf(ConfigSnapshot snapshot, string name) =>
        snapshot.Find<VirtualServiceSpec>("default", name)?.Spec.Http[0].Timeout?.TotalSeconds;
}
