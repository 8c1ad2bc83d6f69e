using System.Diagnostics;

namespace Outrigger.Local.Tests;

/// <summary>Waits for conditions of real processes.</summary>
internal static class Deadline
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Waits until the condition holds, and fails with its text when it does not in time.</summary>
    public static async Task UntilAsync(
        Func<bool> condition,
        [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(condition))] string text = "")
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        var since = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < Limit, $"not within {Limit}: {text}");
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
