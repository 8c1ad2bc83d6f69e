namespace Outrigger.Proxy.Dynamic;

/// <summary>
/// The one lock of the control side. Whatever changes configuration runs inside; after the outermost change
/// the consequences are drawn once: subscriptions, warming, and the snapshot for the workers.
/// </summary>
internal sealed class ControlGate
{
    private readonly Lock _lock = new();
    private Action _settle = () => { };
    private int _depth;

    /// <summary>Sets what draws the consequences. To be called once, before anything runs.</summary>
    public void SettleWith(Action settle) => _settle = settle;

    /// <summary>Runs a change and draws its consequences. May be called inside itself.</summary>
    public void Run(Action change)
    {
        lock (_lock)
        {
            _depth++;
            try
            {
                change();
                if (_depth == 1)
                {
                    _settle();
                }
            }
            finally
            {
                _depth--;
            }
        }
    }

    /// <summary>Reads something that must be consistent.</summary>
    public T Read<T>(Func<T> read)
    {
        lock (_lock)
        {
            return read();
        }
    }
}
