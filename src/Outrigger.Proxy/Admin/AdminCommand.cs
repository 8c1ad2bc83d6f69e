namespace Outrigger.Proxy.Admin;

/// <summary>One path of the administration server.</summary>
/// <param name="Path">The path.</param>
/// <param name="Help">What it does, in a few words.</param>
/// <param name="IsMutation">Whether it changes something and so wants POST.</param>
/// <param name="Handle">Answers.</param>
internal sealed record AdminCommand(
    string Path, string Help, bool IsMutation, Func<AdminRequest, AdminResponse> Handle);
