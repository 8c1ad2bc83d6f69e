using Outrigger.ControlPlane.Api.Contract;

namespace Outrigger.ControlPlane.Api;

/// <summary>What became of a change: either a refusal, or the version that holds it.</summary>
internal sealed record ChangeOutcome(long Version, IReadOnlyList<AppliedObject> Objects, Refusal? Refusal)
{
    public static ChangeOutcome Refused(string message, IEnumerable<DiagnosticView>? diagnostics = null) =>
        new(0, [], new Refusal(message, [.. diagnostics ?? []]));

    public static ChangeOutcome Done(long version, IReadOnlyList<AppliedObject> objects) => new(version, objects, null);
}
