namespace Outrigger.Local.Supervision;

/// <summary>Puts exit statuses into words.</summary>
internal static class ExitStatuses
{
    /// <summary>The shell's status for a program that was found but could not be run.</summary>
    public const int CannotStart = 126;

    private const int NotFound = 127;
    private const int SignalBase = 128;

    /// <summary>For example <c>exit 1</c>, <c>killed by signal 9</c>.</summary>
    public static string Describe(int status) => status switch
    {
        CannotStart => "cannot start",
        NotFound => "command not found",
        > SignalBase => $"killed by signal {status - SignalBase}",
        _ => $"exit {status}",
    };
}
