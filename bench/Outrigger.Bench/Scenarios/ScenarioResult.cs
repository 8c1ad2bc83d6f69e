namespace Outrigger.Bench.Scenarios;

/// <summary>All that one scenario found out.</summary>
internal sealed record ScenarioResult
{
    /// <summary>The name of the peer that is judged.</summary>
    public const string Ours = "outrigger";

    public required string Name { get; init; }

    public required string Title { get; init; }

    /// <summary>How the figures came about, in a sentence.</summary>
    public required string Method { get; init; }

    public required IReadOnlyList<Column> Columns { get; init; }

    public required IReadOnlyList<Row> Rows { get; init; }

    public required Target Target { get; init; }

    /// <summary>What the load generator saw fail, of all peers.</summary>
    public long Failures { get; init; }

    /// <summary>The verdict in a sentence.</summary>
    public string Verdict()
    {
        var quantity = Columns[Target.Column];
        var sign = Target.HigherIsBetter ? "≥" : "≤";
        var wanted = Target.IsAbsolute
            ? $"target {sign} {Target.Limit}"
            : $"target {sign} {Target.Limit:F2} × {Reference()}";
        if (Target.Measure(Rows) is not { } measured) return $"{quantity.Title}: not measured; {wanted}.";
        var outcome = Target.IsMet(measured) ? "met" : "missed";
        return Target.IsAbsolute
            ? $"{quantity.Title}: {measured.ToString(quantity.Format)}; {wanted}: **{outcome}**."
            : $"{quantity.Title}: {measured:F2} × {Target.BestPeer(Rows)!.Peer}'s; {wanted}: **{outcome}**.";
    }

    private string Reference() => Target.References switch
    {
        [] => "the best peer's",
        [var only] => $"{only}'s",
        var several => $"the better of {string.Join(" and ", several)}'s",
    };
}
