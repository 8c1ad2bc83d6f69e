namespace Outrigger.Cli.Output;

/// <summary>What a table shows, whatever it is shown on.</summary>
/// <param name="Columns">The headings.</param>
/// <param name="Rows">The cells, as many in each row as there are headings.</param>
internal sealed record TextTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);
