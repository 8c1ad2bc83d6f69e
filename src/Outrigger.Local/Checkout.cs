namespace Outrigger.Local;

/// <summary>Finds the source checkout that this program was built in.</summary>
internal static class Checkout
{
    private const string SolutionFile = "Outrigger.slnx";

    /// <summary>The checkout's folder; null when the program was installed elsewhere.</summary>
    public static string? Root { get; } = FindRoot();

    private static string? FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, SolutionFile)))
        {
            folder = folder.Parent;
        }

        return folder?.FullName;
    }
}
