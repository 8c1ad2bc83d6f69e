namespace Outrigger.Cli;

/// <summary>A command cannot do what it was asked; the message is one sentence for the user.</summary>
internal sealed class CommandException(
    string message, int exitStatus = ExitStatus.Failure, Exception? cause = null)
    : Exception(message, cause)
{
    /// <summary>The status to exit with, of <see cref="ExitStatus"/>.</summary>
    public int Status { get; } = exitStatus;
}
