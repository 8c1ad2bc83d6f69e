using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Outrigger.Xds.Server.Caching;

/// <summary>
/// The version of a resource or of a set of resources: 128 bits derived from content alone, so that a
/// restarted control plane serves the versions that its clients already hold and nothing flaps.
/// </summary>
/// <remarks>
/// A set's version is the sum of its members' versions modulo 2^128: it does not depend on order and is kept
/// up to date in constant time when one member changes.
/// </remarks>
public readonly record struct ResourceVersion
{
    private readonly UInt128 _bits;

    private ResourceVersion(UInt128 bits) => _bits = bits;

    /// <summary>The version of a set without members.</summary>
    public static ResourceVersion Empty => default;

    /// <summary>The version of one resource: the first half of SHA-256 over type, name and content.</summary>
    /// <param name="type">The resource's type.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="content">The resource's serialised message.</param>
    public static ResourceVersion Of(TypeUrl type, string name, ReadOnlySpan<byte> content)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // Neither a type URL nor a resource name holds a NUL, so the three parts cannot run into each other.
        hash.AppendData(Encoding.UTF8.GetBytes(type.Value + "\0" + name + "\0"));
        hash.AppendData(content);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return new ResourceVersion(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(digest));
    }

    /// <summary>This set's version with one more member.</summary>
    /// <param name="member">The member's version.</param>
    public ResourceVersion With(ResourceVersion member) => new(unchecked(_bits + member._bits));

    /// <summary>This set's version with one member fewer.</summary>
    /// <param name="member">The member's version.</param>
    public ResourceVersion Without(ResourceVersion member) => new(unchecked(_bits - member._bits));

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString() => _bits.ToString("x32", CultureInfo.InvariantCulture);
}
