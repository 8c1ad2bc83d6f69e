using System.Reflection;
using System.Text.RegularExpressions;
using Outrigger.Config;
using Outrigger.Resources;
using Outrigger.Tests.Support;

namespace Outrigger.Analysis.Tests;

public partial class MessageDocumentationTests
{
    [Fact]
    public void Every_code_is_explained_and_every_explained_code_exists()
    {
        string document = File.ReadAllText(Golden.FolderOf("../../docs/messages.md"));
        IEnumerable<string> explained = Row().Matches(document).Select(match => match.Groups[1].Value);
        Type[] tables = [typeof(DiagnosticCodes), typeof(ConfigCodes), typeof(AnalysisCodes)];
        IEnumerable<string> codes = tables
            .SelectMany(table => table.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Select(field => (string)field.GetRawConstantValue()!);

        Assert.Equal(codes.Order(), explained.Order());
    }

    [GeneratedRegex(@"^\| ((?:OUT|IST)\d{4}) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
