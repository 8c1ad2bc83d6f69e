using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.ServiceEntries;

/// <summary>Values of ServiceEntryLocation.</summary>
public enum ServiceEntryLocation
{
    /// <summary><c>MESH_EXTERNAL</c>.</summary>
    [WireName("MESH_EXTERNAL")]
    MeshExternal,

    /// <summary><c>MESH_INTERNAL</c>.</summary>
    [WireName("MESH_INTERNAL")]
    MeshInternal,
}
