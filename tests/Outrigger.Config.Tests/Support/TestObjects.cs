using Outrigger.Resources;

namespace Outrigger.Config.Tests.Support;

internal static class TestObjects
{
    public static ConfigSource Files { get; } = new(ConfigLayer.Files, "files");

    public static ConfigSource Runtime { get; } = new(ConfigLayer.Runtime, "runtime");

    /// <summary>A VirtualService as text; its timeout tells versions of it apart.</summary>
    public static string Text(string name, int timeoutSeconds = 1) =>
        $"apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {{name: {name}}}\n"
        + $"spec: {{hosts: [{name}], http: [{{timeout: {timeoutSeconds}s, route: [{{destination: {{host: "
        + $"{name}}}}}]}}]}}\n";

    public static ResourceObject Object(string name, int timeoutSeconds = 1) =>
        Assert.Single(ResourceReader.Read(Text(name, timeoutSeconds), $"{name}.yaml").Objects);

    public static ResourceKey Key(string name) => new("VirtualService", "default", name);
}
