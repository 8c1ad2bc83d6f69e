using System.CommandLine;
using System.CommandLine.Help;
using Outrigger.Cli.Commands;
using Outrigger.Cli.Help;
using Outrigger.ControlPlane.Client;
using Outrigger.Identity.Issuing;
using Outrigger.Local;

namespace Outrigger.Cli;

/// <summary>
/// The <c>outrigger</c> command: parses its words, runs what they ask for, and reports what went wrong.
/// </summary>
internal static class OutriggerCommand
{
    /// <summary>Runs one command.</summary>
    /// <param name="arguments">The words after <c>outrigger</c>.</param>
    /// <param name="console">Where it reads and writes.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The status to exit with, of <see cref="ExitStatus"/>.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, CommandConsole console, CancellationToken cancellation)
    {
        // Words that begin with @ are words: nobody expects a mesh's command to read response files.
        var configuration = new ParserConfiguration { ResponseFileTokenReplacer = null };
        var result = Create(console).Parse(arguments, configuration);
        if (UsageError.Find(result) is { } error)
        {
            console.Error.WriteLine(error);
            return ExitStatus.Usage;
        }

        var invocation = new InvocationConfiguration
        {
            Output = console.Out,
            Error = console.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            return await result.InvokeAsync(invocation, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return ExitStatus.Interrupted;
        }
        catch (Exception exception)
        {
            return Report(exception, console);
        }
    }

    /// <summary>The whole command with its subcommands.</summary>
    public static RootCommand Create(CommandConsole console)
    {
        var root = new RootCommand("A service mesh to run on this machine, configure, and look into.")
        {
            UpCommand.Create(console),
            ApplyCommand.Create(console),
            DeleteCommand.Create(console),
            GetCommand.Create(console),
            ProxiesCommand.Create(console),
            StatusCommand.Create(console),
            AuthorityCommand.Create(console),
            ValidateCommand.Create(console),
            ControlPlaneCommand.Create(console),
            VersionCommand.Create(console),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        var action = new ExamplesHelpAction((HelpAction)help.Action!);
        help.Action = action;
        // The bare word is a question, and help is the answer.
        root.SetAction(parsed => action.Invoke(parsed));
        return root;
    }

    private static int Report(Exception exception, CommandConsole console)
    {
        switch (exception)
        {
            case CommandException mistake:
                console.Error.WriteLine($"outrigger: {mistake.Message}");
                return mistake.Status;
            case ManagementException refusal:
                foreach (var diagnostic in refusal.Diagnostics) console.Error.WriteLine(diagnostic);
                console.Error.WriteLine($"outrigger: {refusal.Message}");
                return ExitStatus.Failure;
            case InvalidIssuerException misfit:
                console.Error.WriteLine($"outrigger: {misfit.Message}");
                return ExitStatus.Failure;
            case LocalRuntimeException obstacle:
                console.Error.WriteLine($"outrigger: {obstacle.Message}");
                return ExitStatus.Failure;
            case IOException or UnauthorizedAccessException:
                console.Error.WriteLine($"outrigger: {exception.Message}");
                return ExitStatus.Failure;
            default:
                console.Error.WriteLine("outrigger: this is a fault of outrigger's own, please report it:");
                console.Error.WriteLine(exception);
                return ExitStatus.Failure;
        }
    }
}
