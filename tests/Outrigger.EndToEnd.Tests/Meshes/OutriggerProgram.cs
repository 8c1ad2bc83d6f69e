using System.Diagnostics;
using Outrigger.Local;

namespace Outrigger.EndToEnd.Tests.Meshes;

/// <summary>The <c>outrigger</c> command of this checkout, run as people run it.</summary>
internal static class OutriggerProgram
{
    /// <summary>The checkout.</summary>
    public static string Root { get; } = Checkout.Root
        ?? throw new InvalidOperationException("the tests run from within a checkout");

    /// <summary>The words that start the command.</summary>
    public static IReadOnlyList<string> Command { get; } =
        ["dotnet", Path.Combine(Root, "artifacts/bin/Outrigger.Cli", Configuration, "outrigger.dll")];

    /// <summary>The words that start a service of the sample, before its role.</summary>
    public static IReadOnlyList<string> Sample { get; } =
        ["dotnet", Path.Combine(Root, "artifacts/bin/Outrigger.Samples.Bookinfo", Configuration, "bookinfo.dll")];

    // artifacts/bin/Outrigger.EndToEnd.Tests/release/ → release
    private static string Configuration =>
        Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    /// <summary>Runs one command to its end.</summary>
    public static async Task<CommandResult> RunAsync(params string[] arguments)
    {
        var startInfo = new ProcessStartInfo(Command[0], [.. Command.Skip(1), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(startInfo)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new CommandResult(process.ExitCode, await output, await errors);
    }
}

/// <summary>How a command ended.</summary>
internal sealed record CommandResult(int ExitStatus, string Output, string Errors)
{
    /// <summary>Fails the test unless the command succeeded.</summary>
    public CommandResult Succeeded()
    {
        Assert.True(ExitStatus == 0, $"exit {ExitStatus}\n{Output}\n{Errors}");
        return this;
    }
}
