namespace Outrigger.Proxy.Tests.Jwt;

/// <summary>The real clock, set forward: timers run as ever, and tokens expire at once.</summary>
internal sealed class ClockAhead : TimeProvider
{
    private long _aheadTicks;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _aheadTicks));

    public void Advance(TimeSpan time) => Interlocked.Add(ref _aheadTicks, time.Ticks);
}
