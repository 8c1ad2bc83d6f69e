namespace Outrigger.Bench.Scenarios;

/// <summary>One peer's figures: medians over the rounds.</summary>
/// <param name="Peer">Its name.</param>
/// <param name="Values">One for each column; null where there is none.</param>
/// <param name="Remark">What differs from equal work, or why there are no figures.</param>
internal sealed record Row(string Peer, IReadOnlyList<double?> Values, string Remark = "");
