using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Outrigger.EndToEnd.Tests;

/// <summary>Waits for conditions of real processes.</summary>
internal static class Deadline
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Waits until the condition holds, and fails with its text when it does not in time.</summary>
    public static Task UntilAsync(
        Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string text = "") =>
        UntilAsync(() => Task.FromResult(condition()), Limit, text);

    /// <summary>Waits until the condition holds, and fails with its text when it does not in time.</summary>
    public static async Task UntilAsync(
        Func<Task<bool>> condition,
        TimeSpan? limit = null,
        [CallerArgumentExpression(nameof(condition))] string text = "")
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var since = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(
                Stopwatch.GetElapsedTime(since) < (limit ?? Limit), $"not within {limit ?? Limit}: {text}");
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
