namespace Outrigger.Proxy.Workers;

/// <summary>A listener that a worker could not open; the former one of that name, if any, goes on.</summary>
/// <param name="ListenerName">The listener.</param>
/// <param name="WorkerIndex">The worker.</param>
/// <param name="Message">Which address, and what the system said.</param>
internal sealed record ListenFailure(string ListenerName, int WorkerIndex, string Message);
