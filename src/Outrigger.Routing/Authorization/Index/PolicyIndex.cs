using Outrigger.Routing.Authorization.Conditions;

namespace Outrigger.Routing.Authorization.Index;

/// <summary>Finds the policies that a request may match, among all that there are. Immutable.</summary>
/// <param name="possible">The policies that can match anything at all, one bit each.</param>
/// <param name="attributes">What tells the others apart.</param>
internal sealed class PolicyIndex(ulong[] possible, AttributeIndex[] attributes)
{
    /// <summary>The policies that every attribute leaves, one bit each; empty when there is none.</summary>
    public Span<ulong> Narrow<TRequest>(scoped ref TRequest request, scoped in Evaluation evaluation)
        where TRequest : struct, IRequestView, allows ref struct
    {
        Span<ulong> candidates = evaluation.Scratch.Candidates(possible.Length);
        Span<ulong> mask = evaluation.Scratch.Mask(possible.Length);
        possible.CopyTo(candidates);
        foreach (AttributeIndex attribute in attributes)
        {
            attribute.Write(ref request, in evaluation, mask);
            if (!PolicyBits.Keep(mask, candidates))
            {
                return [];
            }
        }

        return candidates;
    }
}
