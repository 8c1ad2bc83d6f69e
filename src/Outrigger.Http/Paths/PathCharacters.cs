namespace Outrigger.Http.Paths;

/// <summary>
/// The first step of normalisation, one character after the other: escaped slashes, needless and missing
/// escapes. Mutable; writes into a span that has room for three bytes of each.
/// </summary>
internal ref struct PathCharacters
{
    private readonly Span<byte> _output;
    private readonly PathNormalizationOptions _options;

    // Where the last '%' was written that starts no escape; far away when there was none.
    private int _barePercent = -3;

    internal PathCharacters(Span<byte> output, PathNormalizationOptions options)
    {
        _output = output;
        _options = options;
    }

    /// <summary>How many bytes were written.</summary>
    internal int Length { get; private set; }

    /// <summary>Whether an escaped slash was unescaped.</summary>
    internal bool HasUnescapedSlash { get; private set; }

    /// <summary>Rewrites a path without query; false when it must be refused.</summary>
    internal bool TryRewrite(ReadOnlySpan<byte> path)
    {
        for (int i = 0; i < path.Length; i++)
        {
            byte b = path[i];
            if (b != '%')
            {
                WritePlain(b);
            }
            else if (!PercentEncoding.TryDecode(path[i..], out byte decoded))
            {
                _barePercent = Length;
                Write(b);
            }
            else
            {
                if (!TryWriteEscape(path.Slice(i, 3), decoded, path[(i + 3)..]))
                    return false;
                i += 2;
            }
        }

        return true;
    }

    private void WritePlain(byte b)
    {
        if (!_options.NormalizePath)
        {
            Write(b);
        }
        else if (b == '\\')
        {
            Write((byte)'/');
        }
        else if (PercentEncoding.MustBeEscaped(b))
        {
            PercentEncoding.Encode(b, _output.Slice(Length, 3));
            Length += 3;
        }
        else
        {
            Write(b);
        }
    }

    private bool TryWriteEscape(ReadOnlySpan<byte> escape, byte decoded, ReadOnlySpan<byte> behind)
    {
        bool isSlash = decoded is (byte)'/' or (byte)'\\';
        if (isSlash && _options.EscapedSlashes != EscapedSlashesAction.KeepUnchanged)
        {
            HasUnescapedSlash = true;
            WritePlain(decoded);
            return _options.EscapedSlashes != EscapedSlashesAction.RejectRequest;
        }

        // Behind a NUL, many servers do not look.
        if (_options.NormalizePath && decoded == 0)
            return false;
        if (_options.NormalizePath && PercentEncoding.IsUnreserved(decoded))
        {
            Write(decoded);
            EscapeBarePercent(behind);
            return true;
        }

        escape.CopyTo(_output[Length..]);
        Length += escape.Length;
        return true;
    }

    // What was just decoded may complete a bare '%' before it to an escape that was not there ("%%32e" to
    // "%2e"), which the next hop would decode. Such a '%' is escaped itself.
    private void EscapeBarePercent(ReadOnlySpan<byte> behind)
    {
        int distance = Length - 1 - _barePercent;
        bool completes = distance switch
        {
            1 => !behind.IsEmpty && IsEscapeWith(behind[0]),
            2 => IsEscapeWith(_output[Length - 1]),
            _ => false,
        };
        if (!completes)
            return;
        Span<byte> digits = _output[(_barePercent + 1)..];
        digits[..distance].CopyTo(digits[2..]);
        "25"u8.CopyTo(digits);
        Length += 2;
        _barePercent = -3;
    }

    private readonly bool IsEscapeWith(byte second) =>
        PercentEncoding.TryDecode([(byte)'%', _output[_barePercent + 1], second], out _);

    private void Write(byte b) => _output[Length++] = b;
}
