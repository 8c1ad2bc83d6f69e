namespace Outrigger.Local.Networking;

/// <summary>
/// Numbers pods. A number comes round again only after all others, so that a proxy that still believes in a
/// pod that has gone does not find another at its address.
/// </summary>
internal sealed class PodIndexes
{
    // 127.N.0.1 is the mesh's own; half of the third byte's range is the applications'.
    private const int First = 2;
    private const int Last = (127 << 8) | 254;

    private readonly HashSet<int> _used = [];
    private readonly Lock _lock = new();
    private int _next = First;

    /// <summary>Takes the next free number.</summary>
    public int Take()
    {
        lock (_lock)
        {
            if (_used.Count > (Last - First) / 2)
            {
                throw new LocalRuntimeException(
                    $"{_used.Count} pods are as many as one machine's mesh can address");
            }

            while (!IsUsable(_next) || !_used.Add(_next))
            {
                _next = _next == Last ? First : _next + 1;
            }

            var taken = _next;
            _next = _next == Last ? First : _next + 1;
            return taken;
        }
    }

    /// <summary>Gives a number back.</summary>
    public void Return(int index)
    {
        lock (_lock)
        {
            _used.Remove(index);
        }
    }

    // Addresses that end in 0 or 255 look like networks and broadcasts to some programs.
    private static bool IsUsable(int index) => (index & 255) is not (0 or 255);
}
