using System.Text;
using Google.Protobuf.Reflection;
using Outrigger.Xds.Contract.Json;

namespace Outrigger.Xds.Tests.Contract;

/// <summary>
/// The table of names that only upstream has must follow from upstream's files; with
/// <c>OUTRIGGER_UPDATE_GOLDEN=1</c> the test writes it.
/// </summary>
public sealed class KnownFieldsTests(UpstreamContract upstream) : IClassFixture<UpstreamContract>
{
    private const string Head = """
        # What upstream's contract has beyond ours, made by KnownFieldsTests with OUTRIGGER_UPDATE_GOLDEN=1
        # from the package @grpc/grpc-js-xds: "message NAME NUMBER:FIELD ..." and "package NAME MESSAGE ...".

        """;

    [Fact]
    public void TableIsUpToDate()
    {
        string expected = BuildTable();
        string path = SourceTree.PathOf("src/Outrigger.Xds.Contract/Json/known-fields.txt");
        if (Environment.GetEnvironmentVariable("OUTRIGGER_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, expected);
        }

        Assert.Equal(expected, File.ReadAllText(path));
    }

    private string BuildTable()
    {
        Dictionary<string, MessageDescriptor> own =
            OwnContract.MessagesOfEnvoy.ToDictionary(message => message.FullName);
        var table = new StringBuilder(Head.ReplaceLineEndings("\n"));
        foreach ((_, MessageDescriptor message) in own.OrderBy(each => each.Key, StringComparer.Ordinal))
        {
            string[] missing =
            [
                .. upstream.Messages[message.FullName].Field
                    .Where(field => message.FindFieldByNumber(field.Number) is null)
                    .OrderBy(field => field.Number)
                    .Select(field => $"{field.Number}:{field.Name}"),
            ];
            if (missing.Length > 0)
            {
                table.Append($"message {message.FullName} {string.Join(' ', missing)}\n");
            }
        }

        var packages = upstream.Messages.Keys
            .Where(name => !own.ContainsKey(name) && IsConfiguration(name) && IsTopLevel(name))
            .Order(StringComparer.Ordinal)
            .GroupBy(name => name[..name.LastIndexOf('.')])
            .OrderBy(package => package.Key, StringComparer.Ordinal);
        foreach (IGrouping<string, string> package in packages)
        {
            IEnumerable<string> names = package.Select(name => name[(package.Key.Length + 1)..]);
            table.Append($"package {package.Key} {string.Join(' ', names)}\n");
        }

        return table.ToString();
    }

    private bool IsTopLevel(string name) => !upstream.Messages.ContainsKey(name[..name.LastIndexOf('.')]);

    private static bool IsConfiguration(string name) =>
        name.Split('.') is ["envoy" or "xds" or "udpa", not "annotations", ..];
}
