using Outrigger.Resources;

namespace Outrigger.Config.Applied;

/// <summary>The outcome of applying one object.</summary>
/// <param name="Resource">The object as it is stored, with uid and versions.</param>
/// <param name="Action">What happened.</param>
public sealed record AppliedChange(ResourceObject Resource, ApplyAction Action);
