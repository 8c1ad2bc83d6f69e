using System.Runtime.Intrinsics;

namespace Outrigger.Http.Scanning;

/// <summary>A set of bytes at which a scan stops, for one byte and for sixteen at once.</summary>
internal interface IByteClass
{
    static abstract bool Contains(byte b);

    /// <summary>All bits of a byte are set where the class contains it.</summary>
    static abstract Vector128<byte> Matches(Vector128<byte> bytes);
}
