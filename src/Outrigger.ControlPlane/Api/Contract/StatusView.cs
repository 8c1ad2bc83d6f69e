namespace Outrigger.ControlPlane.Api.Contract;

/// <summary>The control plane's state.</summary>
/// <param name="Ready">Whether the configuration has been read and proxies are served.</param>
/// <param name="Version">The newest version of the configuration.</param>
/// <param name="PushedVersion">The newest version that proxies have been told of.</param>
/// <param name="Proxies">How many proxies are connected.</param>
/// <param name="Diagnostics">What is wrong with the configuration, errors and warnings.</param>
public sealed record StatusView(
    bool Ready, long Version, long PushedVersion, int Proxies, IReadOnlyList<DiagnosticView> Diagnostics);
