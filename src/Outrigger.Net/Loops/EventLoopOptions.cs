namespace Outrigger.Net.Loops;

/// <summary>What an <see cref="EventLoop"/> is made with.</summary>
public sealed class EventLoopOptions
{
    /// <summary>The clock; the system's by default.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Size of a connection buffer in bytes: a multiple of 4096 that divides one mebibyte.</summary>
    public int BufferBytes { get; init; } = 16 * 1024;

    /// <summary>
    /// Called on the loop when its connections' buffers took another mebibyte from the system. Must neither
    /// block nor throw.
    /// </summary>
    public Action? OnBuffersGrown { get; init; }

    /// <summary>
    /// Gets what a connection's, a timer's or a posted action's code threw. Called on the loop: it must
    /// neither block nor throw. The loop goes on.
    /// </summary>
    public Action<Exception> OnFault { get; init; } = static _ => { };
}
