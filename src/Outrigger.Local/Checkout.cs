namespace Outrigger.Local;

/// <summary>Finds the source checkout that this program was built in.</summary>
internal static class Checkout
{
    private const string SolutionFile = "Outrigger.slnx";

    /// <summary>The checkout's folder; null when the program was installed elsewhere.</summary>
    public static string? Root { get; } = FindRoot();

    private static string? FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, SolutionFile)))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
