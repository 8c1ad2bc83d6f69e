using System.Runtime.CompilerServices;

namespace Outrigger.Net.Tasks;

/// <summary>A <see cref="LoopTask"/> with a result. The same rule holds: await it exactly once.</summary>
/// <typeparam name="TResult">What the method returns.</typeparam>
[AsyncMethodBuilder(typeof(LoopTaskMethodBuilder<>))]
public readonly struct LoopTask<TResult>
{
    private readonly LoopTaskSource<TResult>? _source;
    private readonly int _version;
    private readonly TResult _result;

    internal LoopTask(LoopTaskSource<TResult> source)
    {
        _source = source;
        _version = source.Version;
        _result = default!;
    }

    /// <summary>A task that is complete already.</summary>
    /// <param name="result">Its result.</param>
    public LoopTask(TResult result)
    {
        _source = null;
        _version = 0;
        _result = result;
    }

    /// <summary>Whether the method has finished, well or not.</summary>
    public bool IsCompleted => _source is null || _source.IsCompletedAt(_version);

    /// <summary>Lets <c>await</c> take the result.</summary>
    public Awaiter GetAwaiter() => new(this);

    /// <summary>The awaiter of a <see cref="LoopTask{TResult}"/>.</summary>
    public readonly struct Awaiter : ICriticalNotifyCompletion
    {
        private readonly LoopTask<TResult> _task;

        internal Awaiter(LoopTask<TResult> task) => _task = task;

        /// <summary>Whether the result is there.</summary>
        public bool IsCompleted => _task.IsCompleted;

        /// <summary>Takes the result, throws what the method threw, and gives the box back.</summary>
        public TResult GetResult() =>
            _task._source is { } source ? source.TakeResult(_task._version) : _task._result;

        /// <inheritdoc/>
        public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

        /// <inheritdoc/>
        public void UnsafeOnCompleted(Action continuation) =>
            _task._source!.OnCompleted(_task._version, continuation);
    }
}
