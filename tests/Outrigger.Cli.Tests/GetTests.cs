using System.Text.RegularExpressions;
using Outrigger.Cli.Tests.Support;
using Outrigger.ControlPlane.Tests.Support;

namespace Outrigger.Cli.Tests;

/// <summary>
/// What commands show of a mesh with one object of every kind; see the folder <c>Golden/show</c>.
/// </summary>
public sealed partial class GetTests(GetTests.MeshFixture mesh) : IClassFixture<GetTests.MeshFixture>
{
    private const string Group = "show";

    public static TheoryData<string> Cases() => GoldenCase.Names(Group);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_command_shows_what_is_expected(string name) =>
        GoldenCase.Verify(Group, name, await mesh.RunAsync(GoldenCase.Command(Group, name)), mesh.Clean);

    [GeneratedRegex("(uid\"?: \"?)[0-9a-f-]{36}")]
    private static partial Regex Uid();

    [GeneratedRegex("(creationTimestamp\"?: \"?)[0-9TZ:.+-]+")]
    private static partial Regex CreationTime();

    [GeneratedRegex("(resourceVersion\"?: \"?)[0-9]+")]
    private static partial Regex ResourceVersion();

    [GeneratedRegex("(?m)^version: +[0-9]+ \\(proxies are told of [0-9]+\\)$")]
    private static partial Regex StatusVersion();

    /// <summary>One control plane for all cases, as they only look.</summary>
    public sealed class MeshFixture : IAsyncLifetime
    {
        private TestMesh? _mesh;

        internal Task<CommandResult> RunAsync(string[] arguments) => _mesh!.RunAsync(arguments);

        /// <summary>Replaces what differs from run to run.</summary>
        internal string Clean(string text)
        {
            text = text.Replace(_mesh!.ControlPlane.ConfigFolder, "$CONFIG", StringComparison.Ordinal);
            text = Uid().Replace(text, "$1$$UID");
            text = CreationTime().Replace(text, "$1$$TIME");
            text = StatusVersion().Replace(text, "version:  $$VERSION");
            return ResourceVersion().Replace(text, "$1$$VERSION");
        }

        public async ValueTask InitializeAsync()
        {
            _mesh = await TestMesh.StartAsync(
                ("every-kind.yaml", File.ReadAllText(Path.Combine(GoldenCase.Folder, "every-kind.yaml"))));
            await _mesh.ControlPlane.Client.SetRuntimeAsync(
                Meshes.Runtime(("127.1.0.1", true), ("127.1.0.2", false)), TestControlPlane.Deadline);
        }

        public async ValueTask DisposeAsync()
        {
            if (_mesh is { } mesh) await mesh.DisposeAsync();
        }
    }
}
