using Outrigger.Resources.Schema;

namespace Outrigger.Resources.MeshConfigs;

/// <summary>Versions and algorithms of TLS.</summary>
public sealed record MeshTlsSettings
{
    /// <summary>Cipher suites of TLS 1.2 to offer; the proxy's defaults if empty.</summary>
    public IReadOnlyList<string> CipherSuites { get; init; } = [];

    /// <summary>Curves to offer for the key exchange; the proxy's defaults if empty.</summary>
    public IReadOnlyList<string> EcdhCurves { get; init; } = [];

    /// <summary>The oldest version to speak; 1.2 if not set.</summary>
    public MeshTlsVersion? MinProtocolVersion { get; init; }
}
