namespace Outrigger.Bench.Scenarios;

/// <summary>A quantity that a scenario tells of every peer.</summary>
/// <param name="Title">What it is, with its unit.</param>
/// <param name="Format">How it is written, as .NET's numeric formats.</param>
/// <param name="ShowsRatio">Whether its ratio to the reference peer's is written beside it.</param>
internal sealed record Column(string Title, string Format = "F1", bool ShowsRatio = true);
