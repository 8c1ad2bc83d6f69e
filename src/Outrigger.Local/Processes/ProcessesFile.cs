using Outrigger.Resources;

namespace Outrigger.Local.Processes;

/// <summary>
/// The file that says how Deployments run on this machine: a command in place of a container image. See
/// <c>docs/local.md</c> for the format.
/// </summary>
public sealed class ProcessesFile
{
    private readonly Dictionary<(string Namespace, string Deployment), ProcessDefinition> _definitions;

    internal ProcessesFile(IReadOnlyList<ProcessDefinition> definitions)
    {
        Definitions = definitions;
        _definitions = definitions.ToDictionary(definition => (definition.Namespace, definition.Deployment));
    }

    /// <summary>All definitions in the file's order.</summary>
    public IReadOnlyList<ProcessDefinition> Definitions { get; }

    /// <summary>How the Deployment runs; null when the file does not name it.</summary>
    public ProcessDefinition? Find(string deploymentNamespace, string deployment) =>
        _definitions.GetValueOrDefault((deploymentNamespace, deployment));

    /// <summary>Reads the file at <paramref name="path"/>.</summary>
    /// <exception cref="LocalRuntimeException">The file cannot be read; the message says why.</exception>
    public static ProcessesFileResult Load(string path)
    {
        try
        {
            return new ProcessesFileReader(path).Read(File.ReadAllText(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LocalRuntimeException(
                $"cannot read the processes file {path}: {exception.Message}", exception);
        }
    }
}

/// <summary>What reading a processes file gave.</summary>
/// <param name="File">The file; null when it has errors.</param>
/// <param name="Diagnostics">Every error, with its position.</param>
public sealed record ProcessesFileResult(ProcessesFile? File, IReadOnlyList<Diagnostic> Diagnostics);
