namespace Outrigger.Local.Probes;

/// <summary>
/// Turns single probes into readiness: ready after so many passes in a row, not ready after so many failures
/// in a row, and in between what it was before.
/// </summary>
internal sealed class ProbeCounter(int successThreshold, int failureThreshold)
{
    private bool _ready;
    private int _inARow;
    private bool _last;

    /// <summary>Counts one probe and returns whether the application is ready.</summary>
    public bool Add(bool passed)
    {
        _inARow = passed == _last ? _inARow + 1 : 1;
        _last = passed;
        if (_inARow >= (passed ? successThreshold : failureThreshold))
        {
            _ready = passed;
        }

        return _ready;
    }

    /// <summary>Begins again, not ready: the application was started anew.</summary>
    public void Reset()
    {
        _ready = false;
        _inARow = 0;
    }
}
