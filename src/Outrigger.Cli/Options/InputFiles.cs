using Outrigger.Config.Files;

namespace Outrigger.Cli.Options;

/// <summary>One text that the user named.</summary>
/// <param name="Name">The file's name for messages.</param>
/// <param name="Text">Its content.</param>
internal sealed record InputFile(string Name, string Text);

/// <summary>Finds and reads what <c>-f</c> names: files, folders, or <c>-</c> for standard input.</summary>
internal static class InputFiles
{
    private const string StandardInput = "-";

    /// <summary>All texts, in the order in which they were named; a folder's by their paths.</summary>
    /// <exception cref="CommandException">One cannot be read, or a folder has none.</exception>
    public static IReadOnlyList<InputFile> Read(IEnumerable<string> paths, TextReader standardInput) =>
        [.. paths.SelectMany(path => Read(path, standardInput))];

    private static IEnumerable<InputFile> Read(string path, TextReader standardInput)
    {
        if (path == StandardInput) return [new InputFile("stdin", standardInput.ReadToEnd())];
        if (!Path.Exists(path)) throw new CommandException($"there is no file or folder {path}");
        var files = YamlFiles.In(path);
        if (files.Count == 0)
        {
            throw new CommandException($"the folder {path} has no .yaml, .yml or .json files");
        }

        return files.Select(file => new InputFile(file, ReadText(file)));
    }

    private static string ReadText(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var message = $"the file {file} cannot be read: {exception.Message}";
            throw new CommandException(message, cause: exception);
        }
    }
}
