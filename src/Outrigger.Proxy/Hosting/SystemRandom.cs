namespace Outrigger.Proxy.Hosting;

/// <summary>Randomness that nobody can guess.</summary>
internal static class SystemRandom
{
    /// <summary>
    /// A seed from the kernel. Read from the device: the framework's generator would load all of OpenSSL,
    /// four megabytes, for these eight bytes.
    /// </summary>
    /// <exception cref="IOException">The system has no such device.</exception>
    public static ulong NextSeed()
    {
        using FileStream device = File.OpenRead("/dev/urandom");
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        device.ReadExactly(bytes);
        return BitConverter.ToUInt64(bytes);
    }
}
