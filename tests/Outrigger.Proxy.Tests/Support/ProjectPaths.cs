using System.Runtime.CompilerServices;

namespace Outrigger.Proxy.Tests.Support;

/// <summary>Finds files of this project in the source tree.</summary>
internal static class ProjectPaths
{
    public static string Root { get; } = Path.GetDirectoryName(Path.GetDirectoryName(Here()))!;

    private static string Here([CallerFilePath] string path = "") => path;
}
