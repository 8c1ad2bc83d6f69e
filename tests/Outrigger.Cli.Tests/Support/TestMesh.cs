using Outrigger.ControlPlane.Tests.Support;

namespace Outrigger.Cli.Tests.Support;

/// <summary>A running control plane, and commands that are meant for it.</summary>
internal sealed class TestMesh : IAsyncDisposable
{
    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory("outrigger-cli-");

    private TestMesh(TestControlPlane controlPlane) => ControlPlane = controlPlane;

    public TestControlPlane ControlPlane { get; }

    public static async Task<TestMesh> StartAsync(params (string File, string Text)[] files) =>
        new(await TestControlPlane.StartAsync(files));

    /// <summary>Writes a file for <c>-f</c>.</summary>
    /// <returns>Its path.</returns>
    public string File(string name, string text)
    {
        var path = Path.Combine(_files.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    public Task<CommandResult> RunAsync(params string[] arguments) => RunWithInputAsync("", arguments);

    public Task<CommandResult> RunWithInputAsync(string input, params string[] arguments) =>
        CommandRunner.RunAsync(input, [.. arguments, "--state-dir", ControlPlane.StateFolder]);

    public async ValueTask DisposeAsync()
    {
        await ControlPlane.DisposeAsync();
        _files.Delete(recursive: true);
    }
}
