namespace Outrigger.Interop.Tests.Support;

/// <summary>What a program that ended has left.</summary>
/// <param name="ExitStatus">Its exit status.</param>
/// <param name="Output">What it wrote to its standard output.</param>
/// <param name="Errors">What it wrote to its standard error.</param>
internal sealed record ProgramResult(int ExitStatus, string Output, string Errors)
{
    /// <summary>Fails with all that the program said unless it ended well.</summary>
    public ProgramResult Succeeded()
    {
        Assert.True(ExitStatus == 0, $"exit status {ExitStatus}\n{Output}\n{Errors}");
        return this;
    }
}
