using System.ComponentModel;
using System.Diagnostics;
using Outrigger.Local.Supervision;

namespace Outrigger.Local.Networking;

/// <summary>Runs the system's own network tools.</summary>
internal static class AdministratorTool
{
    /// <summary>Runs the command to its end and returns what it printed.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="input">What the program reads; null for nothing.</param>
    /// <exception cref="LocalRuntimeException">The program is missing or failed.</exception>
    public static async Task<string> RunAsync(IReadOnlyList<string> command, string? input = null)
    {
        var program = ExecutablePath.Find(command[0])
            ?? throw new LocalRuntimeException($"the program '{command[0]}' is not installed");
        var startInfo = new ProcessStartInfo(program, command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(startInfo)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.StandardInput.WriteAsync(input ?? "");
            process.StandardInput.Close();
            await process.WaitForExitAsync();
            return process.ExitCode == 0
                ? await output
                : throw new LocalRuntimeException(
                    $"'{string.Join(' ', command)}' failed with {process.ExitCode}: {(await errors).Trim()}");
        }
        catch (Exception exception) when (exception is Win32Exception or IOException)
        {
            throw new LocalRuntimeException($"cannot run '{command[0]}': {exception.Message}", exception);
        }
    }

    /// <summary>Runs the command; false when it failed, for what may be gone already.</summary>
    public static async Task<bool> TryRunAsync(params string[] command)
    {
        try
        {
            await RunAsync(command);
            return true;
        }
        catch (LocalRuntimeException)
        {
            return false;
        }
    }
}
