using Google.Protobuf.WellKnownTypes;

namespace Outrigger.Proxy.Configuration;

/// <summary>
/// Reads fields that occur everywhere: durations, wrapped numbers, percentages. Mistakes go to the report.
/// </summary>
internal sealed class FieldReader(CompileReport report)
{
    private const int NanosPerMillisecond = 1_000_000;

    /// <summary>
    /// A duration in milliseconds. A fraction of a millisecond counts as a whole one, so that a short time is
    /// not taken for "none"; what does not fit counts as <see cref="int.MaxValue"/>, 24 days.
    /// </summary>
    /// <param name="duration">The field, or null when it is not set.</param>
    /// <param name="unsetMs">What it is when it is not set.</param>
    /// <param name="parent">The path of the message that has it.</param>
    /// <param name="field">Its name.</param>
    public int Milliseconds(Duration? duration, int unsetMs, FieldPath parent, string field)
    {
        if (duration is null)
        {
            return unsetMs;
        }

        bool isNormal = duration.Nanos is > -1_000_000_000 and < 1_000_000_000;
        if (!isNormal || duration.Seconds < 0 || duration.Nanos < 0)
        {
            report.Error(
                parent.Field(field), $"found {duration.Seconds}s {duration.Nanos}ns, expected 0s or more");
            return unsetMs;
        }

        long wholeMs = (duration.Nanos + NanosPerMillisecond - 1) / NanosPerMillisecond;
        return duration.Seconds > int.MaxValue / 1000 - 1
            ? int.MaxValue
            : (int)(duration.Seconds * 1000 + wholeMs);
    }

    /// <summary>A duration in milliseconds that must be above 0 when it is set.</summary>
    public int PositiveMilliseconds(Duration? duration, int unsetMs, FieldPath parent, string field)
    {
        if (duration is { Seconds: 0, Nanos: 0 })
        {
            report.Error(parent.Field(field), "found 0s, expected more than 0s");
            return unsetMs;
        }

        return Milliseconds(duration, unsetMs, parent, field);
    }

    /// <summary>
    /// A number, at most <see cref="int.MaxValue"/>: larger ones mean "no limit" all the same.
    /// </summary>
    public static int Number(uint? value, int unset) =>
        value is { } set ? (int)Math.Min(set, int.MaxValue) : unset;

    /// <summary>A percentage from 0 to 100.</summary>
    public double Percent(Envoy.Type.V3.Percent? percent, double unset, FieldPath parent, string field)
    {
        if (percent is null)
        {
            return unset;
        }

        if (percent.Value is >= 0 and <= 100)
        {
            return percent.Value;
        }

        report.Error(parent.Field(field), $"found {percent.Value}, expected 0 to 100");
        return unset;
    }

    /// <summary>Reports a name that is empty.</summary>
    public void RequireName(string name, FieldPath parent, string field)
    {
        if (name.Length == 0)
        {
            report.Error(parent.Field(field), "found nothing, expected a name");
        }
    }
}
