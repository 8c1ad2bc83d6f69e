namespace Outrigger.Local.Supervision;

/// <summary>The signals that the supervisor sends (signal(7), x86 and arm numbering).</summary>
internal enum Signal
{
    /// <summary>Tests whether the process exists; delivers nothing.</summary>
    None = 0,

    /// <summary>SIGKILL: ends at once, cannot be caught.</summary>
    Kill = 9,

    /// <summary>SIGTERM: asks to end.</summary>
    Terminate = 15,
}
