namespace Outrigger.Net.Signatures;

/// <summary>
/// Recognises RSA moduli made by the library with the flaw ROCA (CVE-2017-15361), whose primes can be found:
/// modulo every small prime they are powers of 65537, which one other modulus in 300 million is by chance.
/// </summary>
internal static class RocaFingerprint
{
    private const int Generator = 65537;

    private static readonly int[] s_primes =
        [11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157];

    /// <summary>Whether the modulus has the mark.</summary>
    /// <param name="modulus">The modulus, big-endian.</param>
    internal static bool Matches(ReadOnlySpan<byte> modulus)
    {
        foreach (var prime in s_primes)
        {
            if (!IsPower(Remainder(modulus, prime), prime))
                return false;
        }

        return true;
    }

    private static int Remainder(ReadOnlySpan<byte> number, int divisor)
    {
        var remainder = 0;
        foreach (var digit in number)
            remainder = ((remainder << 8) | digit) % divisor;
        return remainder;
    }

    private static bool IsPower(int value, int prime)
    {
        var power = 1;
        for (var exponent = 0; exponent < prime; exponent++)
        {
            if (power == value)
                return true;
            power = (int)((long)power * Generator % prime);
        }

        return false;
    }
}
