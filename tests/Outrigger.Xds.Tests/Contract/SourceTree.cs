namespace Outrigger.Xds.Tests.Contract;

/// <summary>Finds the files that tests compare with what they build from the contract.</summary>
internal static class SourceTree
{
    /// <summary>The full path of a file that is given from the repository's root.</summary>
    public static string PathOf(string relative)
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, relative)))
        {
            directory = directory.Parent;
        }

        return Path.Combine(directory.FullName, relative);
    }
}
