using System.Runtime.CompilerServices;

namespace Outrigger.Net.Tasks;

/// <summary>
/// The result of an <c>async</c> method that runs on one event loop. Its state lives in a box that is pooled
/// per thread, so nested methods that suspend allocate nothing in the steady state. Await it exactly once (or
/// call <see cref="Detach"/>): the box is handed on to another method right after.
/// </summary>
[AsyncMethodBuilder(typeof(LoopTaskMethodBuilder))]
public readonly struct LoopTask
{
    private readonly LoopTaskSource<Nothing>? _source;
    private readonly int _version;

    internal LoopTask(LoopTaskSource<Nothing> source)
    {
        _source = source;
        _version = source.Version;
    }

    /// <summary>A task that is complete already.</summary>
    public static LoopTask Completed => default;

    /// <summary>Whether the method has finished, well or not.</summary>
    public bool IsCompleted => _source is null || _source.IsCompletedAt(_version);

    /// <summary>Lets <c>await</c> take the result.</summary>
    public Awaiter GetAwaiter() => new(this);

    /// <summary>
    /// Gives up the right to await: when the method ends its box goes back to the pool, and a fault that it
    /// ends with goes to <paramref name="onFault"/>.
    /// </summary>
    /// <param name="onFault">Gets the exception, on the loop.</param>
    public void Detach(Action<Exception> onFault) => _source?.Detach(_version, onFault);

    /// <summary>The awaiter of a <see cref="LoopTask"/>.</summary>
    public readonly struct Awaiter : ICriticalNotifyCompletion
    {
        private readonly LoopTask _task;

        internal Awaiter(LoopTask task) => _task = task;

        /// <summary>Whether the result is there.</summary>
        public bool IsCompleted => _task.IsCompleted;

        /// <summary>Takes the result, throws what the method threw, and gives the box back.</summary>
        public void GetResult() => _task._source?.TakeResult(_task._version);

        /// <inheritdoc/>
        public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

        /// <inheritdoc/>
        public void UnsafeOnCompleted(Action continuation) =>
            _task._source!.OnCompleted(_task._version, continuation);
    }
}
