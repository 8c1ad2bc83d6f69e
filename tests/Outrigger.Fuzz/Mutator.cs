namespace Outrigger.Fuzz;

/// <summary>
/// Damages inputs at random places; the same inputs for the same seed. It is what continuous integration has
/// instead of a coverage-guided fuzzer.
/// </summary>
internal sealed class Mutator(FuzzTarget target, IReadOnlyList<byte[]> seeds, int seed)
{
    private const int LengthMax = 4 * 1024;

    private readonly Random _random = new(seed);

    public byte[] Next()
    {
        List<byte> bytes = [.. Pick(seeds)];
        for (int count = _random.Next(1, 5); count > 0; count--)
            Change(bytes);
        if (bytes.Count > LengthMax)
            bytes.RemoveRange(LengthMax, bytes.Count - LengthMax);
        return [.. bytes];
    }

    private void Change(List<byte> bytes)
    {
        int at = _random.Next(bytes.Count + 1);
        int rest = bytes.Count - at;
        switch (_random.Next(8))
        {
            case 0 when rest > 0:
                bytes[at] = (byte)_random.Next(256);
                break;
            case 1 when rest > 0:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 2 when rest > 0:
                bytes[at] = (byte)(bytes[at] + _random.Next(-2, 3));
                break;
            case 3 when rest > 0:
                bytes.RemoveRange(at, Math.Min(rest, _random.Next(1, 9)));
                break;
            case 4 when rest > 0:
                bytes.InsertRange(at, bytes.GetRange(at, Math.Min(rest, _random.Next(1, 65))));
                break;
            case 5:
                byte[] other = Pick(seeds);
                int from = _random.Next(other.Length + 1);
                bytes.InsertRange(at, other.AsSpan(from, _random.Next(other.Length - from + 1)).ToArray());
                break;
            case 6:
                bytes.RemoveRange(at, rest);
                break;
            default:
                bytes.InsertRange(at, target.Words.Count > 0 ? Pick(target.Words) : [(byte)_random.Next(256)]);
                break;
        }
    }

    private byte[] Pick(IReadOnlyList<byte[]> choices) => choices[_random.Next(choices.Count)];
}
