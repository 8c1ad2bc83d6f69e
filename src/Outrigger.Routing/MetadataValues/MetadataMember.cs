using System.Text;

namespace Outrigger.Routing.MetadataValues;

/// <summary>One member of a struct.</summary>
public sealed class MetadataMember
{
    /// <summary>Makes a member.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    public MetadataMember(string name, MetadataValue value)
    {
        NameBytes = Encoding.UTF8.GetBytes(name);
        Value = value;
    }

    /// <summary>The name in UTF-8.</summary>
    public ReadOnlySpan<byte> Name => NameBytes;

    /// <summary>The value.</summary>
    public MetadataValue Value { get; }

    internal byte[] NameBytes { get; }
}
