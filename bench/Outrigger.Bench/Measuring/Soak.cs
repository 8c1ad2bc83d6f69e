using Outrigger.Bench.Loads;

namespace Outrigger.Bench.Measuring;

/// <summary>A long load on our proxy alone, and what was seen of it meanwhile.</summary>
/// <param name="Load">What the load generator saw.</param>
/// <param name="Samples">Before the load, then every ten seconds.</param>
internal sealed record Soak(LoadResult Load, IReadOnlyList<SoakSample> Samples);
