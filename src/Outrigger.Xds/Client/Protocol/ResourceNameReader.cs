using Google.Protobuf;

namespace Outrigger.Xds.Client.Protocol;

/// <summary>
/// Reads the name out of a resource without knowing its type: every xDS resource type keeps its name, a
/// string, in field 1 (Cluster, Listener, RouteConfiguration, ClusterLoadAssignment, Secret, …). The
/// state-of-the-world variant gives names nowhere else.
/// </summary>
internal static class ResourceNameReader
{
    private const uint NameTag = (1 << 3) | (uint)WireFormat.WireType.LengthDelimited;

    /// <summary>Reads the name.</summary>
    /// <returns>The name, or null when the payload is no protobuf message or has no name.</returns>
    public static string? Read(ByteString payload)
    {
        try
        {
            CodedInputStream input = payload.CreateCodedInput();
            string? name = null;
            uint tag;
            while ((tag = input.ReadTag()) != 0)
            {
                // Of a repeated scalar field the last value counts.
                if (tag == NameTag)
                    name = input.ReadString();
                else
                    input.SkipLastField();
            }

            return string.IsNullOrEmpty(name) ? null : name;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
