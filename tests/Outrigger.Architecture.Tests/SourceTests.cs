using System.Text.RegularExpressions;

namespace Outrigger.Architecture.Tests;

/// <summary>What the conventions say of source files and a machine can check.</summary>
public sealed partial class SourceTests
{
    private const int LinesMax = 600;
    private const int ColumnsMax = 120;

    /// <summary>Tests hold messages and documents as they are on the wire, which reads better unbroken.</summary>
    private const int TestColumnsMax = 140;

    private static readonly string[] Roots = ["src", "tests", "bench", "samples"];

    [Fact]
    public void Files_are_small_enough_to_be_one_idea() => Assert.Empty(
        Repository.SourceFiles(Roots)
            .Where(file => file.Lines.Length > LinesMax)
            .Select(file => $"{file.Path}: {file.Lines.Length} lines, at most {LinesMax}"));

    [Fact]
    public void Lines_fit_on_a_screen() => Assert.Empty(
        from file in Repository.SourceFiles(Roots)
        let columnsMax = file.Path.StartsWith("tests/", StringComparison.Ordinal) ? TestColumnsMax : ColumnsMax
        from line in file.Lines.Index()
        where line.Item.Length > columnsMax && !line.Item.Contains("\"\"\"", StringComparison.Ordinal)
        select $"{file.Path}:{line.Index + 1}: {line.Item.Length} columns, at most {columnsMax}");

    [Fact]
    public void Nothing_is_left_for_somebody() => Assert.Empty(
        from file in Repository.SourceFiles(Roots)
        where !file.Path.EndsWith("SourceTests.cs", StringComparison.Ordinal)
        from line in file.Lines.Index()
        where Unfinished().IsMatch(line.Item)
        select $"{file.Path}:{line.Index + 1}: {line.Item.Trim()}");

    [Fact]
    public void Time_and_chance_are_injected() => Assert.Empty(
        from file in Repository.SourceFiles("src")
        from line in file.Lines.Index()
        where WallClock().IsMatch(line.Item) && !line.Item.TrimStart().StartsWith("//", StringComparison.Ordinal)
        select $"{file.Path}:{line.Index + 1}: {line.Item.Trim()}");

    /// <summary>Once touched they cost a native process 8 MB; the contract's own schemas cost a tenth of that.</summary>
    [Fact]
    public void The_proxy_touches_no_generated_descriptors() => Assert.Empty(
        from file in Repository.SourceFiles(
            "src/Outrigger.Proxy", "src/Outrigger.Routing", "src/Outrigger.Xds/Client",
            "src/Outrigger.Xds.Contract/Json")
        from line in file.Lines.Index()
        where Descriptor().IsMatch(line.Item)
        select $"{file.Path}:{line.Index + 1}: {line.Item.Trim()}");

    [GeneratedRegex(@"\b[A-Z]\w*\.Descriptor\b|\bAny\.Pack\(|\.(Try)?Unpack<")]
    private static partial Regex Descriptor();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Utc)?Now\b|\bRandom\.Shared\b|Stopwatch\.StartNew")]
    private static partial Regex WallClock();
}
