using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;

namespace Outrigger.Xds.Tests.Contract;

/// <summary>
/// The xDS contract as upstream publishes it, compiled by protoc from the files in the npm package
/// <c>@grpc/grpc-js-xds</c>.
/// </summary>
public sealed partial class UpstreamContract : IDisposable
{
    private readonly string scratch = Directory.CreateTempSubdirectory("outrigger-protos").FullName;
    private readonly Lazy<Contents> contents;

    public UpstreamContract()
    {
        contents = new Lazy<Contents>(Compile);
    }

    public IReadOnlyDictionary<string, DescriptorProto> Messages => contents.Value.Messages;

    public IReadOnlyDictionary<string, EnumDescriptorProto> Enums => contents.Value.Enums;

    public IReadOnlyDictionary<string, ServiceDescriptorProto> Services => contents.Value.Services;

    /// <summary>The file that declares each message, enum and service.</summary>
    public IReadOnlyDictionary<string, string> Files => contents.Value.Files;

    public void Dispose() => Directory.Delete(scratch, recursive: true);

    /// <summary>The directory of upstream's files, or a skipped test when they are not installed.</summary>
    private static string DirectoryOrSkip()
    {
        const string Interop = "tests/interop";
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !Directory.Exists(Path.Combine(directory.FullName, Interop)))
        {
            directory = directory.Parent;
        }

        string found = Path.Combine(
            directory?.FullName ?? "", Interop, "node_modules", "@grpc", "grpc-js-xds", "deps");
        Assert.SkipUnless(
            Directory.Exists(found), $"upstream's files are missing; npm ci --prefix {Interop}");
        return found;
    }

    private static string GrpcToolsDirectory() =>
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(attribute => attribute.Key == "GrpcToolsDirectory").Value!;

    private Contents Compile()
    {
        string upstream = DirectoryOrSkip();
        string tools = GrpcToolsDirectory();
        string[] roots =
        [
            PatchValidate(upstream),
            Path.Combine(upstream, "envoy-api"),
            Path.Combine(upstream, "xds"),
            Path.Combine(upstream, "googleapis"),
            Path.Combine(tools, "build", "native", "include"),
        ];
        string architecture = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        string output = Path.Combine(scratch, "descriptors.bin");
        var start = new ProcessStartInfo(Path.Combine(tools, "tools", $"linux_{architecture}", "protoc"))
        {
            RedirectStandardError = true,
        };
        string[] options = [.. roots.Select(root => $"-I{root}"), $"-o{output}", "--include_imports"];
        foreach (string argument in options.Concat(Compilable(roots)))
        {
            start.ArgumentList.Add(argument);
        }

        using Process protoc = Process.Start(start)!;
        string complaints = protoc.StandardError.ReadToEnd();
        protoc.WaitForExit();
        Assert.True(protoc.ExitCode == 0, complaints);
        return new Contents(FileDescriptorSet.Parser.ParseFrom(File.ReadAllBytes(output)));
    }

    // The package's files use a rule that the package's own copy of validate.proto is too old to declare.
    private string PatchValidate(string upstream)
    {
        string text = File.ReadAllText(
            Path.Combine(upstream, "protoc-gen-validate", "validate", "validate.proto"));
        Directory.CreateDirectory(Path.Combine(scratch, "validate"));
        File.WriteAllText(
            Path.Combine(scratch, "validate", "validate.proto"),
            text.Contains("ignore_empty", StringComparison.Ordinal)
                ? text
                : text.Replace(
                    "message StringRules {", "message StringRules { optional bool ignore_empty = 26;"));
        return scratch;
    }

    // The package lacks the files of OpenCensus, OpenTelemetry and Prometheus, and so what imports them.
    private static IEnumerable<string> Compilable(string[] roots)
    {
        var importsByFile = new Dictionary<string, string[]>();
        foreach (string root in roots)
        {
            foreach (string path in Directory.EnumerateFiles(root, "*.proto", SearchOption.AllDirectories))
            {
                importsByFile[Path.GetRelativePath(root, path)] =
                    [.. ImportLine().Matches(File.ReadAllText(path)).Select(match => match.Groups[1].Value)];
            }
        }

        string[] broken;
        do
        {
            broken =
            [
                .. importsByFile.Where(each => !each.Value.All(importsByFile.ContainsKey))
                    .Select(each => each.Key),
            ];
            Array.ForEach(broken, file => importsByFile.Remove(file));
        }
        while (broken.Length > 0);

        return importsByFile.Keys.Where(IsCurrent).Order(StringComparer.Ordinal);
    }

    private static bool IsCurrent(string file) =>
        file.StartsWith("envoy/", StringComparison.Ordinal)
            ? file.Contains("/v3", StringComparison.Ordinal)
            : file.StartsWith("xds/", StringComparison.Ordinal)
                || file.StartsWith("udpa/", StringComparison.Ordinal)
                || file == "google/rpc/status.proto";

    [GeneratedRegex("^import (?:public )?\"([^\"]+)\"", RegexOptions.Multiline)]
    private static partial Regex ImportLine();

    private sealed class Contents
    {
        public Contents(FileDescriptorSet set)
        {
            foreach (FileDescriptorProto file in set.File)
            {
                Add(file.MessageType, file.Package, file.Name);
                Add(file.EnumType, file.Package, file.Name);
                foreach (ServiceDescriptorProto service in file.Service)
                {
                    Services[$"{file.Package}.{service.Name}"] = service;
                    Files[$"{file.Package}.{service.Name}"] = file.Name;
                }
            }
        }

        public Dictionary<string, DescriptorProto> Messages { get; } = [];

        public Dictionary<string, EnumDescriptorProto> Enums { get; } = [];

        public Dictionary<string, ServiceDescriptorProto> Services { get; } = [];

        public Dictionary<string, string> Files { get; } = [];

        private void Add(IEnumerable<DescriptorProto> messages, string parent, string file)
        {
            foreach (DescriptorProto message in messages)
            {
                string name = $"{parent}.{message.Name}";
                Messages[name] = message;
                Files[name] = file;
                Add(message.NestedType, name, file);
                Add(message.EnumType, name, file);
            }
        }

        private void Add(IEnumerable<EnumDescriptorProto> enums, string parent, string file)
        {
            foreach (EnumDescriptorProto each in enums)
            {
                Enums[$"{parent}.{each.Name}"] = each;
                Files[$"{parent}.{each.Name}"] = file;
            }
        }
    }
}
