namespace Outrigger.Http.Http2;

/// <summary>
/// Remembers which streams we reset, since frames that were on their way are no fault of the peer's (RFC 9113
/// section 5.1). Of those that are forgotten it knows the last, and gives all before it the benefit of doubt.
/// </summary>
internal sealed class ResetStreams
{
    private const int RememberedMax = 64;

    private int[] _ids = [];
    private int _next;
    private int _forgottenLast;

    internal void Add(int id)
    {
        if (_ids.Length == 0)
            _ids = new int[RememberedMax];
        _forgottenLast = Math.Max(_forgottenLast, _ids[_next]);
        _ids[_next] = id;
        _next = (_next + 1) % RememberedMax;
    }

    /// <summary>Whether frames may still come on a closed stream.</summary>
    internal bool MayReceive(int id) => id <= _forgottenLast || Array.IndexOf(_ids, id) >= 0;
}
