using System.Text;

namespace Outrigger.Routing;

/// <summary>
/// Writes bytes into memory that the caller owns. Writing past the end keeps what fits and goes on counting,
/// so that the caller can come back with <see cref="RequiredLength"/> bytes instead of handling an exception.
/// </summary>
/// <param name="buffer">Where to write.</param>
public ref struct ByteWriter(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;

    /// <summary>How many bytes everything written so far needs.</summary>
    public int RequiredLength { get; private set; }

    /// <summary>Whether the buffer was too small; what it holds is then incomplete.</summary>
    public readonly bool Overflowed => RequiredLength > _buffer.Length;

    /// <summary>What was written, up to the end of the buffer.</summary>
    public readonly ReadOnlySpan<byte> Written => _buffer[..Math.Min(RequiredLength, _buffer.Length)];

    /// <summary>Room for a value that is formatted in place; follow with <see cref="Advance"/>.</summary>
    public readonly Span<byte> Remaining => Overflowed ? [] : _buffer[RequiredLength..];

    /// <summary>Appends bytes.</summary>
    /// <param name="value">The bytes.</param>
    public void Write(scoped ReadOnlySpan<byte> value)
    {
        if (!Overflowed)
        {
            Span<byte> room = _buffer[RequiredLength..];
            value[..Math.Min(value.Length, room.Length)].CopyTo(room);
        }

        RequiredLength += value.Length;
    }

    /// <summary>Appends one byte.</summary>
    /// <param name="value">The byte.</param>
    public void Write(byte value) => Write([value]);

    /// <summary>Appends a string as UTF-8.</summary>
    /// <param name="value">The characters.</param>
    public void Write(ReadOnlySpan<char> value)
    {
        int length = Encoding.UTF8.GetByteCount(value);
        if (length <= Remaining.Length)
        {
            Encoding.UTF8.GetBytes(value, Remaining);
        }

        RequiredLength += length;
    }

    /// <summary>Appends a number in decimal digits.</summary>
    /// <param name="value">The number.</param>
    public void Write(long value)
    {
        Span<byte> digits = stackalloc byte[20];
        value.TryFormat(digits, out int length);
        Write(digits[..length]);
    }

    /// <summary>Counts bytes that were put into <see cref="Remaining"/>, or that did not fit there.</summary>
    /// <param name="length">How many.</param>
    public void Advance(int length) => RequiredLength += length;
}
