namespace Outrigger.Cli.Output;

/// <summary>
/// Writes how long ago something was, as short as people read it: the larger unit, and a smaller while it
/// matters.
/// </summary>
internal static class Age
{
    /// <summary>The time from <paramref name="then"/> to <paramref name="now"/>.</summary>
    public static string Of(DateTimeOffset then, DateTimeOffset now)
    {
        var age = now > then ? now - then : TimeSpan.Zero;
        return age switch
        {
            { TotalMinutes: < 2 } => $"{(int)age.TotalSeconds}s",
            { TotalMinutes: < 10 } => WithRest((int)age.TotalMinutes, "m", age.Seconds, "s"),
            { TotalHours: < 3 } => $"{(int)age.TotalMinutes}m",
            { TotalHours: < 8 } => WithRest((int)age.TotalHours, "h", age.Minutes, "m"),
            { TotalDays: < 2 } => $"{(int)age.TotalHours}h",
            { TotalDays: < 8 } => WithRest((int)age.TotalDays, "d", age.Hours, "h"),
            _ => $"{(int)age.TotalDays}d",
        };
    }

    private static string WithRest(int whole, string unit, int rest, string restUnit) =>
        rest == 0 ? $"{whole}{unit}" : $"{whole}{unit}{rest}{restUnit}";
}
