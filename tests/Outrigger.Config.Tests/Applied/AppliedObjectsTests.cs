using Outrigger.Config.Applied;
using Outrigger.Config.Tests.Support;
using Outrigger.Resources;

namespace Outrigger.Config.Tests.Applied;

public sealed class AppliedObjectsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Says_what_applying_did()
    {
        (ConfigStore store, AppliedObjects applied) = Open();

        Assert.Equal([ApplyAction.Created], Actions(applied.Apply([TestObjects.Object("a", 1)])));
        long version = store.Current.Version;
        Assert.Equal([ApplyAction.Unchanged], Actions(applied.Apply([TestObjects.Object("a", 1)])));
        Assert.Equal(version, store.Current.Version);
        Assert.Equal(
            [ApplyAction.Configured, ApplyAction.Created],
            Actions(applied.Apply([TestObjects.Object("a", 2), TestObjects.Object("b")])));
    }

    [Fact]
    public void Applied_objects_survive_a_restart_with_their_bookkeeping()
    {
        (ConfigStore first, AppliedObjects applied) = Open();
        applied.Apply([TestObjects.Object("a", 1), TestObjects.Object("b", 1)]);
        applied.Apply([TestObjects.Object("a", 2)]);
        applied.Delete(TestObjects.Key("b"));

        (ConfigStore second, AppliedObjects reopened) = Open();
        ConfigSnapshot snapshot = reopened.Load();

        Assert.Empty(snapshot.Diagnostics);
        ResourceObject before = Assert.Single(first.Current.All);
        ResourceObject after = Assert.Single(second.Current.All);
        Assert.True(ResourceWriter.AreEquivalent(before, after));
        Assert.Equal(
            (before.Metadata.Uid, before.Metadata.CreationTimestamp, 2L),
            (after.Metadata.Uid, after.Metadata.CreationTimestamp, after.Metadata.Generation));
    }

    [Fact]
    public void A_corrupt_file_is_told_and_harms_no_other()
    {
        (_, AppliedObjects applied) = Open();
        applied.Apply([TestObjects.Object("a"), TestObjects.Object("b")]);
        string path = _folder.File("VirtualService_default_a.yaml");
        File.WriteAllText(path, File.ReadAllText(path)[..40]);

        ConfigSnapshot snapshot = Open().Applied.Load();

        Assert.Equal(["b"], snapshot.All.Select(resource => resource.Name));
        Diagnostic finding = Assert.Single(snapshot.Diagnostics);
        Assert.Equal((ConfigCodes.CorruptStoredObject, path), (finding.Code, finding.File));
    }

    [Fact]
    public void What_a_crash_left_half_written_is_no_object()
    {
        _folder.Write("VirtualService_default_a.yaml.tmp", "apiVersion: net");

        ConfigSnapshot snapshot = Open().Applied.Load();

        Assert.Empty(snapshot.All);
        Assert.Empty(snapshot.Diagnostics);
    }

    [Fact]
    public void When_one_object_cannot_be_stored_none_is_applied()
    {
        (ConfigStore store, AppliedObjects applied) = Open();
        applied.Apply([TestObjects.Object("a", 1)]);
        // A folder in the place of the file cannot be replaced by it.
        Directory.CreateDirectory(_folder.File("VirtualService_default_c.yaml/x"));

        Assert.ThrowsAny<IOException>(() =>
            applied.Apply([TestObjects.Object("a", 2), TestObjects.Object("b"), TestObjects.Object("c")]));

        Assert.Equal(1, Assert.Single(store.Current.All).Metadata.Generation);
        Assert.Contains(
            "timeout: 1s",
            File.ReadAllText(_folder.File("VirtualService_default_a.yaml")),
            StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("VirtualService_default_b.yaml")));
    }

    [Fact]
    public void Deleting_what_is_not_there_says_so()
    {
        (_, AppliedObjects applied) = Open();
        applied.Apply([TestObjects.Object("a")]);

        Assert.False(applied.Delete(TestObjects.Key("b")));
        Assert.True(applied.Delete(TestObjects.Key("a")));
        Assert.False(applied.Delete(TestObjects.Key("a")));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("a/b")]
    [InlineData("")]
    public void A_name_never_leads_out_of_the_directory(string name)
    {
        var directory = new AppliedObjectDirectory(_folder.Path);
        ResourceObject resource = TestObjects.Object("a");

        Assert.Throws<ArgumentException>(() =>
            directory.Write(resource.WithMetadata(resource.Metadata with { Name = name })));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Names_of_every_allowed_length_can_be_stored()
    {
        var directory = new AppliedObjectDirectory(_folder.Path);
        string common = string.Join('.', Enumerable.Repeat(new string('x', 60), 4));
        ResourceObject resource = TestObjects.Object("a");
        foreach (string name in new[] { common + ".a", common + ".b" })
        {
            directory.Write(resource.WithMetadata(resource.Metadata with { Name = name }));
        }

        Assert.Equal(2, directory.Load().Objects.Count);
    }

    [Fact]
    public void The_store_overrules_bookkeeping_that_a_user_brings_along()
    {
        (_, AppliedObjects applied) = Open();
        ResourceObject resource = TestObjects.Object("a");
        ObjectMeta foreign =
            resource.Metadata with { Uid = "theirs", ResourceVersion = "999", Generation = 40 };

        ResourceObject stored = Assert.Single(applied.Apply([resource.WithMetadata(foreign)])).Resource;

        Assert.NotEqual("theirs", stored.Metadata.Uid);
        Assert.Equal(1, stored.Metadata.Generation);
    }

    private (ConfigStore Store, AppliedObjects Applied) Open()
    {
        var store = new ConfigStore(TimeProvider.System);
        return (store, new AppliedObjects(store, new AppliedObjectDirectory(_folder.Path)));
    }

    private static IEnumerable<ApplyAction> Actions(IEnumerable<AppliedChange> changes) =>
        changes.Select(change => change.Action);
}
