namespace Outrigger.Identity.Rotation;

/// <summary>What an authority that starts anew must know to go on. Immutable.</summary>
/// <param name="Phase">How far the rotation is.</param>
/// <param name="Active">The issuer that signs.</param>
/// <param name="Other">
/// The issuer that is to sign (<see cref="RotationPhase.Distributing"/>), or that signed before (later phases); null
/// when <see cref="RotationPhase.Stable"/>.
/// </param>
/// <param name="Since">When the phase began.</param>
internal sealed record RotationState(RotationPhase Phase, string Active, string? Other, DateTimeOffset Since);
