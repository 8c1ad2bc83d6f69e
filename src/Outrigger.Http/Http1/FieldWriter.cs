using System.Buffers.Text;

namespace Outrigger.Http.Http1;

/// <summary>Writes field lines into a span whose length was calculated before.</summary>
internal ref struct FieldWriter
{
    private Span<byte> _rest;

    internal FieldWriter(Span<byte> destination) => _rest = destination;

    internal static int LengthOf(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) =>
        name.Length + value.Length + 4;

    internal static int LengthOfFraming(
        BodyFraming framing, long contentLength, ReadOnlySpan<byte> otherCodings = default)
    {
        if (framing == BodyFraming.Chunked)
        {
            int others = otherCodings.IsEmpty ? 0 : otherCodings.Length + ", "u8.Length;
            return "transfer-encoding: chunked\r\n"u8.Length + others;
        }

        return contentLength < 0 ? 0 : "content-length: \r\n"u8.Length + DecimalDigits(contentLength);
    }

    internal static int LengthOfConnection(ReadOnlySpan<byte> upgrade, ConnectionPersistence persistence)
    {
        if (!upgrade.IsEmpty)
            return "connection: upgrade\r\n"u8.Length + LengthOf("upgrade"u8, upgrade);
        return persistence switch
        {
            ConnectionPersistence.Close => "connection: close\r\n"u8.Length,
            ConnectionPersistence.KeepAlive => "connection: keep-alive\r\n"u8.Length,
            _ => 0,
        };
    }

    internal void Advance(int length) => _rest = _rest[length..];

    internal void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_rest);
        _rest = _rest[bytes.Length..];
    }

    internal void WriteField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Write(name);
        Write(": "u8);
        Write(value);
        Write("\r\n"u8);
    }

    internal void WriteFields(HeaderMap fields) => Advance(fields.WriteText(_rest));

    internal void WriteFraming(
        BodyFraming framing, long contentLength, ReadOnlySpan<byte> otherCodings = default)
    {
        if (framing == BodyFraming.Chunked && otherCodings.IsEmpty)
        {
            Write("transfer-encoding: chunked\r\n"u8);
        }
        else if (framing == BodyFraming.Chunked)
        {
            Write("transfer-encoding: "u8);
            Write(otherCodings);
            Write(", chunked\r\n"u8);
        }
        else if (contentLength >= 0)
        {
            Write("content-length: "u8);
            Utf8Formatter.TryFormat(contentLength, _rest, out int digits);
            Advance(digits);
            Write("\r\n"u8);
        }
    }

    internal void WriteConnection(ReadOnlySpan<byte> upgrade, ConnectionPersistence persistence)
    {
        if (!upgrade.IsEmpty)
        {
            Write("connection: upgrade\r\n"u8);
            WriteField("upgrade"u8, upgrade);
        }
        else if (persistence != ConnectionPersistence.Implicit)
        {
            Write(persistence == ConnectionPersistence.Close
                ? "connection: close\r\n"u8
                : "connection: keep-alive\r\n"u8);
        }
    }

    private static int DecimalDigits(long value)
    {
        int digits = 1;
        while (value >= 10)
        {
            value /= 10;
            digits++;
        }

        return digits;
    }
}
