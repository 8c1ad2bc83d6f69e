using System.Text.RegularExpressions;

namespace Outrigger.Architecture.Tests;

/// <summary>What the conventions say of source files and a machine can check.</summary>
public sealed partial class SourceTests
{
    private const int LinesMax = 600;
    private const int ColumnsMax = 140;

    private static readonly string[] Roots = ["src", "tests", "bench", "samples"];

    [Fact]
    public void Files_are_small_enough_to_be_one_idea() => Assert.Empty(
        Repository.SourceFiles(Roots)
            .Where(file => file.Lines.Length > LinesMax)
            .Select(file => $"{file.Path}: {file.Lines.Length} lines, at most {LinesMax}"));

    [Fact]
    public void Lines_fit_on_a_screen() => Assert.Empty(
        from file in Repository.SourceFiles(Roots)
        from line in file.Lines.Index()
        where line.Item.Length > ColumnsMax && !line.Item.Contains("\"\"\"", StringComparison.Ordinal)
        select $"{file.Path}:{line.Index + 1}: {line.Item.Length} columns, at most {ColumnsMax}");

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

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Utc)?Now\b|\bRandom\.Shared\b|Stopwatch\.StartNew")]
    private static partial Regex WallClock();
}
