namespace Outrigger.Local;

/// <summary>
/// The files to run: the user's, with the bundled Bookinfo sample's in place of those that were not given.
/// </summary>
/// <param name="ConfigPaths">Files and folders with resources, absolute.</param>
/// <param name="ProcessesFile">The processes file, absolute.</param>
/// <param name="PagePath">The path of the page to point people to.</param>
internal sealed record SampleBundle(IReadOnlyList<string> ConfigPaths, string ProcessesFile, string PagePath)
{
    private const string Folder = "samples/bookinfo";
    private static readonly string[] ConfigFiles =
        ["bookinfo.yaml", "gateway.yaml", "destination-rules.yaml"];

    /// <summary>Completes the options.</summary>
    /// <exception cref="LocalRuntimeException">A file is missing.</exception>
    public static SampleBundle Resolve(MeshRunnerOptions options)
    {
        var config = options.ConfigPaths.Count > 0
            ? [.. options.ConfigPaths.Select(Path.GetFullPath)]
            : ConfigFiles.Select(file => Bundled(file, "-f")).ToList();
        var processes = options.ProcessesFile is { } given
            ? Path.GetFullPath(given)
            : Bundled("processes.yaml", "--processes");
        foreach (var path in config.Append(processes))
        {
            if (!Path.Exists(path))
            {
                throw new LocalRuntimeException($"there is no file or folder {path}");
            }
        }

        return new SampleBundle(config, processes, options.ProcessesFile is null ? "/productpage" : "/");
    }

    private static string Bundled(string file, string option) => Checkout.Root is { } root
        ? Path.Combine(root, Folder, file)
        : throw new LocalRuntimeException($"the sample is not here: say with {option} what to run");
}
