using System.Text.Json;

namespace Outrigger.Cli.Tables;

/// <summary>A column of a table of objects.</summary>
/// <param name="Heading">Its heading.</param>
/// <param name="Cell">What it shows of an object.</param>
internal sealed record Column(string Heading, Func<JsonElement, string> Cell);
