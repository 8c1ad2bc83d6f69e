using Outrigger.Local.Supervision;

namespace Outrigger.Local.Sidecars;

/// <summary>Where the proxy program is.</summary>
internal sealed record ProxyProgram
{
    /// <summary>The environment variable that names the program.</summary>
    public const string PathVariable = "OUTRIGGER_PROXY";

    private const string NativeName = "outrigger-proxy";
    private const string ManagedName = "outrigger-proxy.dll";

    /// <summary>The words to start it with, before its own arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>
    /// Finds the program: the path given, else the environment's, else this checkout's native build, else its
    /// managed one.
    /// </summary>
    /// <exception cref="LocalRuntimeException">There is none; the message says what to do.</exception>
    public static ProxyProgram Find(string? path)
    {
        path ??= Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } value ? value : null;
        if (path is not null)
        {
            return File.Exists(path)
                ? FromFile(Path.GetFullPath(path))
                : throw new LocalRuntimeException($"there is no proxy program at {path}");
        }

        if (Checkout.Root is { } root)
        {
            var published = Path.Combine(root, "artifacts/publish/Outrigger.Proxy");
            var native = Directory.Exists(published)
                ? Directory.EnumerateDirectories(published, "release*")
                    .Select(folder => Path.Combine(folder, NativeName))
                    .FirstOrDefault(File.Exists)
                : null;
            var managed = Path.Combine(root, "artifacts/bin/Outrigger.Proxy/release", ManagedName);
            if (native is not null || File.Exists(managed))
            {
                return FromFile(native ?? managed);
            }
        }

        throw new LocalRuntimeException(
            $"the proxy program is not built; run ./outrigger, or name one with --proxy or {PathVariable}");
    }

    /// <summary>The same program, copied where every user may read and run it.</summary>
    public ProxyProgram CopyTo(string folder)
    {
        var program = Command[^1];
        Directory.CreateDirectory(folder);
        var files = program.EndsWith(".dll", StringComparison.Ordinal)
            ? Directory.EnumerateFiles(Path.GetDirectoryName(program)!)
            : [program];
        foreach (var file in files)
        {
            var copy = Path.Combine(folder, Path.GetFileName(file));
            File.Copy(file, copy, overwrite: true);
            File.SetUnixFileMode(copy, ReadAndExecuteByAll);
        }

        return FromFile(Path.Combine(folder, Path.GetFileName(program)));
    }

    private const UnixFileMode ReadAndExecuteByAll =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private static ProxyProgram FromFile(string path)
    {
        if (!path.EndsWith(".dll", StringComparison.Ordinal))
        {
            return new ProxyProgram { Command = [path] };
        }

        var dotnet = ExecutablePath.Find("dotnet")
            ?? throw new LocalRuntimeException($"{path} needs 'dotnet', which is not on the PATH");
        return new ProxyProgram { Command = [dotnet, path] };
    }
}
