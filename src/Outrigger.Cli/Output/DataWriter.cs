using System.Text.Encodings.Web;
using System.Text.Json;
using Outrigger.Cli.Options;
using Outrigger.ControlPlane.Api.Contract;
using Outrigger.Resources;

namespace Outrigger.Cli.Output;

/// <summary>Writes data for programs: JSON or YAML.</summary>
internal static class DataWriter
{
    private static readonly JsonSerializerOptions Indented = new(ApiJson.Options)
    {
        WriteIndented = true,
        // The text goes to a terminal or a file, never into a web page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the value to standard output.</summary>
    /// <param name="console">Where to write.</param>
    /// <param name="value">A record of the management API, or a JSON value.</param>
    /// <param name="format"><see cref="OutputFormat.Json"/> or <see cref="OutputFormat.Yaml"/>.</param>
    public static void Write<T>(CommandConsole console, T value, OutputFormat format)
    {
        if (format == OutputFormat.Yaml)
        {
            console.Out.Write(ResourceWriter.ToYaml(JsonSerializer.SerializeToElement(value, Indented)));
            return;
        }

        console.Out.WriteLine(JsonSerializer.Serialize(value, Indented));
    }
}
