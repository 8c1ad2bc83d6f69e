namespace Outrigger.Local.Api;

/// <summary>The configuration that the control plane has.</summary>
/// <param name="Version">Its version; another one means that something changed.</param>
/// <param name="Errors">What is wrong with it, one line each; what is wrong is not in force.</param>
internal sealed record ConfigurationStatus(long Version, IReadOnlyList<string> Errors);
