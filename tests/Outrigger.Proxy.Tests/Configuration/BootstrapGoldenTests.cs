using Outrigger.Proxy.Bootstrap;
using Outrigger.Proxy.Hosting;
using Outrigger.Proxy.Tests.Support;

namespace Outrigger.Proxy.Tests.Configuration;

/// <summary>
/// What <c>--mode validate</c> says about each bootstrap: every message with its position. Each folder of
/// Cases is one; OUTRIGGER_UPDATE_GOLDEN=1 writes the expected text anew.
/// </summary>
public sealed class BootstrapGoldenTests
{
    private static string Cases => Path.Combine(ProjectPaths.Root, "Configuration", "Cases");

    public static TheoryData<string> Names =>
        [.. Directory.GetDirectories(Cases).Select(path => Path.GetFileName(path)!).Order()];

    [Theory]
    [MemberData(nameof(Names))]
    public void Validate_says_what_is_wrong_and_where(string name)
    {
        string file = Path.Combine(Cases, name, "bootstrap.yaml");
        string expectedFile = Path.Combine(Cases, name, "expected.txt");
        var output = new StringWriter();

        int status = Validation.Run(new ProxyOptions { ConfigPath = file }, output, TimeProvider.System);

        string actual = output.ToString().Replace(file, "bootstrap.yaml") + $"exit status {status}\n";
        if (Environment.GetEnvironmentVariable("OUTRIGGER_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(expectedFile, actual);
        }

        Assert.Equal(File.ReadAllText(expectedFile), actual);
    }
}
