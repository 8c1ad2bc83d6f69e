namespace Outrigger.ControlPlane.Api.Contract;

/// <summary>What became of one object that was applied or deleted.</summary>
/// <param name="Kind">The object's kind.</param>
/// <param name="Namespace">Its namespace; empty for kinds without one.</param>
/// <param name="Name">Its name.</param>
/// <param name="Action"><c>created</c>, <c>configured</c>, <c>unchanged</c> or <c>deleted</c>.</param>
/// <param name="Verdict"><c>accepted</c> or <c>acceptedWithWarnings</c>; <c>rejected</c> never is
/// stored.</param>
/// <param name="Messages">What the analysis says of it.</param>
public sealed record AppliedObject(
    string Kind, string Namespace, string Name, string Action, string Verdict, IReadOnlyList<DiagnosticView> Messages);
