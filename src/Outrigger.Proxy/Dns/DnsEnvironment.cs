using Outrigger.Proxy.Logging;

namespace Outrigger.Proxy.Dns;

/// <summary>What look-ups need of the world around them.</summary>
/// <param name="resolver">Finds addresses.</param>
/// <param name="time">The clock.</param>
/// <param name="random">Randomness for jitter.</param>
/// <param name="log">The log.</param>
internal sealed class DnsEnvironment(INameResolver resolver, TimeProvider time, Random random, EventLog log)
{
    /// <summary>Finds addresses.</summary>
    public INameResolver Resolver { get; } = resolver;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>The log.</summary>
    public EventLog Log { get; } = log;

    /// <summary>
    /// A number from 0 to 1. Safe for any thread, which <see cref="Random"/> with a seed is not.
    /// </summary>
    public double NextRandomShare()
    {
        lock (random)
        {
            return random.NextDouble();
        }
    }
}
