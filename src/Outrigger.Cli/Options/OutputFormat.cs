namespace Outrigger.Cli.Options;

/// <summary>How a command prints data.</summary>
internal enum OutputFormat
{
    /// <summary>For people: columns, or lines.</summary>
    Table,

    /// <summary>Indented JSON.</summary>
    Json,

    /// <summary>YAML.</summary>
    Yaml,

    /// <summary>One <c>kind/name</c> per line, for other commands to read.</summary>
    Name,
}
