using Google.Protobuf.WellKnownTypes;

namespace Outrigger.Routing.Compilation;

/// <summary>Reads protobuf durations as whole milliseconds, the unit of every timer.</summary>
internal static class Durations
{
    private const long SecondsMax = 315_576_000_000;

    /// <summary>
    /// The duration in milliseconds, rounded up, so that a tiny one does not become "none".
    /// </summary>
    internal static long? ReadMs(Duration? duration, FieldPath path, CompileContext context)
    {
        if (duration is null)
        {
            return null;
        }

        if (duration.Seconds < 0 || duration.Nanos < 0)
        {
            context.Error(path, "the duration is negative; expected 0 or more");
            return null;
        }

        if (duration.Seconds > SecondsMax || duration.Nanos > 999_999_999)
        {
            context.Error(path, "the duration is out of the range of google.protobuf.Duration");
            return null;
        }

        return (duration.Seconds * 1000) + ((duration.Nanos + 999_999) / 1_000_000);
    }
}
