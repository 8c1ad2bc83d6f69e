namespace Outrigger.Routing.Actions;

/// <summary>One route's word about one kind of upgrade: <c>RouteAction.UpgradeConfig</c>.</summary>
/// <param name="UpgradeType">
/// The kind, such as <c>websocket</c> or <c>CONNECT</c>; compared in any case.
/// </param>
/// <param name="Enabled">Whether it is allowed.</param>
/// <param name="TerminatesConnect">
/// Whether a CONNECT request ends here: its payload goes to the cluster as raw bytes.
/// </param>
/// <param name="AllowsPost">Whether a POST request is treated like CONNECT then.</param>
public sealed record UpgradeRule(string UpgradeType, bool Enabled, bool TerminatesConnect, bool AllowsPost);
