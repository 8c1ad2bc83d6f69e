using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.ServiceEntries;

/// <summary>Whether a service is a part of the mesh.</summary>
public enum ServiceEntryLocation
{
    /// <summary>It is outside.</summary>
    [WireName("MESH_EXTERNAL")]
    MeshExternal,

    /// <summary>It is inside.</summary>
    [WireName("MESH_INTERNAL")]
    MeshInternal,
}
