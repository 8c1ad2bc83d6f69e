using System.CommandLine;

namespace Outrigger.Cli.Help;

/// <summary>A command whose help shows examples.</summary>
internal sealed class DocumentedCommand(string name, string description, params string[] examples)
    : Command(name, description)
{
    /// <summary>Whole command lines.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;
}
