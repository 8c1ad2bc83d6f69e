namespace Outrigger.Discovery.Security.Authorization;

/// <summary>One attribute of a rule with the values that it must have, and those that it must not have.</summary>
/// <typeparam name="TMatch">A permission or a principal.</typeparam>
/// <param name="Values">Values of which it must have one.</param>
/// <param name="NotValues">Values of which it must have none.</param>
/// <param name="IsHttpOnly">Whether there is such an attribute in HTTP only.</param>
/// <param name="Match">What holds when the attribute has one of some values.</param>
internal sealed record RuleAttribute<TMatch>(
    IReadOnlyList<string> Values,
    IReadOnlyList<string> NotValues,
    bool IsHttpOnly,
    Func<IReadOnlyList<string>, TMatch> Match)
{
    /// <summary>Whether the rule says anything about it.</summary>
    public bool IsSet => Values.Count + NotValues.Count > 0;
}
