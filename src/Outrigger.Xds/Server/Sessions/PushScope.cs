namespace Outrigger.Xds.Server.Sessions;

/// <summary>How much of what changed may be pushed now.</summary>
/// <param name="DemandedOnly">
/// An earlier type must settle first: only what the client asked for and was never answered goes out.
/// </param>
/// <param name="HoldRemovals">Later types still refer to what is gone: removals wait.</param>
internal readonly record struct PushScope(bool DemandedOnly, bool HoldRemovals);
