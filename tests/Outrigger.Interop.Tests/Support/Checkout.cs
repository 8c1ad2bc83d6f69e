namespace Outrigger.Interop.Tests.Support;

/// <summary>The source tree that the tests run in.</summary>
internal static class Checkout
{
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Outrigger.slnx")))
            {
                return at.FullName;
            }
        }

        throw new DirectoryNotFoundException("no folder above the tests has Outrigger.slnx");
    }
}
