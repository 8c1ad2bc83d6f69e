namespace Outrigger.Http.Http1;

/// <summary>
/// Walks the non-empty elements of a comma-separated list without quoting (RFC 9110 section 5.6.1).
/// </summary>
internal ref struct ListElements
{
    private ReadOnlySpan<byte> _rest;

    internal ListElements(ReadOnlySpan<byte> list) => _rest = list;

    internal ReadOnlySpan<byte> Current { get; private set; }

    internal bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            int comma = _rest.IndexOf((byte)',');
            Current = HttpSyntax.TrimWhitespace(comma < 0 ? _rest : _rest[..comma]);
            _rest = comma < 0 ? default : _rest[(comma + 1)..];
            if (!Current.IsEmpty)
                return true;
        }

        return false;
    }
}
