using Outrigger.Proxy.Overload;

namespace Outrigger.Proxy.Tests.Overload;

public sealed class MemoryLimitTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("outrigger-cgroup-").FullName;

    public static TheoryData<string, string[], long?> Trees() => new()
    {
        { "version 2 in a container", ["proc/self/cgroup=0::/", "sys/fs/cgroup/memory.max=536870912"], 536870912 },
        { "version 2 without a limit", ["proc/self/cgroup=0::/", "sys/fs/cgroup/memory.max=max"], null },
        {
            "the least of nested groups",
            [
                "proc/self/cgroup=0::/pod/proxy", "sys/fs/cgroup/pod/memory.max=100", "sys/fs/cgroup/pod/proxy/memory.max=300",
            ],
            100
        },
        {
            "the host's path inside a container",
            ["proc/self/cgroup=0::/kubepods/pod1/abc", "sys/fs/cgroup/memory.max=77"],
            77
        },
        {
            "version 1",
            [
                "proc/self/cgroup=5:cpu,cpuacct:/a\n4:memory:/a\n", "sys/fs/cgroup/memory/a/memory.limit_in_bytes=1000",
                "sys/fs/cgroup/memory/memory.limit_in_bytes=9223372036854771712",
            ],
            1000
        },
        {
            "version 1 without a limit",
            ["proc/self/cgroup=4:memory:/", "sys/fs/cgroup/memory/memory.limit_in_bytes=9223372036854771712"],
            null
        },
        { "nothing of the kind", [], null },
    };

    [Theory]
    [MemberData(nameof(Trees))]
    public void The_limit_is_that_of_the_control_groups(string tree, string[] files, long? limit)
    {
        foreach (string file in files)
        {
            string[] parts = file.Split('=', 2);
            string path = Path.Combine(_root, parts[0]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, parts[1] + "\n");
        }

        Assert.True(limit == MemoryLimit.Read(_root), tree);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
