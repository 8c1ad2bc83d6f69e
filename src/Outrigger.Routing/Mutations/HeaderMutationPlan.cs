namespace Outrigger.Routing.Mutations;

/// <summary>
/// Everything that happens to the headers of a request, or of its response, on one route: the levels in the
/// order in which they are applied. By default the most specific level comes first, so that a wider one has
/// the last word; <c>most_specific_header_mutations_wins</c> turns the order round.
/// </summary>
public sealed class HeaderMutationPlan
{
    /// <summary>The plan that changes nothing.</summary>
    public static readonly HeaderMutationPlan None = new([]);

    private readonly HeaderMutationStage[] _stages;

    private HeaderMutationPlan(HeaderMutationStage[] stages)
    {
        _stages = stages;
    }

    /// <summary>Whether the plan changes nothing.</summary>
    public bool IsEmpty => _stages.Length == 0;

    /// <summary>The levels in the order in which they are applied.</summary>
    public IReadOnlyList<HeaderMutationStage> Stages => _stages;

    /// <summary>Applies the plan. Allocates nothing.</summary>
    /// <typeparam name="THeaders">The headers.</typeparam>
    /// <typeparam name="TContext">The context.</typeparam>
    /// <param name="headers">The headers that are changed.</param>
    /// <param name="context">What the variables are filled from.</param>
    public void Apply<THeaders, TContext>(scoped ref THeaders headers, scoped ref TContext context)
        where THeaders : struct, IMutableHeaders
        where TContext : struct, IFormatContext
    {
        foreach (HeaderMutationStage stage in _stages)
        {
            stage.Apply(ref headers, ref context);
        }
    }

    /// <summary>Orders the levels, given from the most specific one.</summary>
    internal static HeaderMutationPlan Of(
        bool mostSpecificWins, params ReadOnlySpan<HeaderMutationStage?> levels)
    {
        var stages = new List<HeaderMutationStage>(levels.Length);
        foreach (HeaderMutationStage? level in levels)
        {
            if (level is not null)
            {
                stages.Add(level);
            }
        }

        if (stages.Count == 0)
        {
            return None;
        }

        if (mostSpecificWins)
        {
            stages.Reverse();
        }

        return new([.. stages]);
    }
}
