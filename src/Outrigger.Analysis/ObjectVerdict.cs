using Outrigger.Resources;

namespace Outrigger.Analysis;

/// <summary>The verdict on one object and the messages that explain it.</summary>
/// <param name="Resource">The object.</param>
/// <param name="Messages">Every finding about it, ordered by place.</param>
public sealed record ObjectVerdict(ResourceKey Resource, IReadOnlyList<Diagnostic> Messages)
{
    /// <summary>The verdict, which is that of the gravest message.</summary>
    public Verdict Verdict { get; } =
        Messages.Select(message => message.Severity).DefaultIfEmpty(Severity.Info).Max() switch
    {
        Severity.Error => Verdict.Rejected,
        Severity.Warning => Verdict.AcceptedWithWarnings,
        _ => Verdict.Accepted,
    };
}
