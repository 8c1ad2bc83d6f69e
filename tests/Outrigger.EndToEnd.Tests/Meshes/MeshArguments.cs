using Outrigger.Testing.Corpora;

namespace Outrigger.EndToEnd.Tests.Meshes;

/// <summary>What to start <c>outrigger up</c> with.</summary>
internal static class MeshArguments
{
    private const string PublishedFolder = "istio/samples/bookinfo";

    /// <summary>Istio's published Bookinfo, unchanged.</summary>
    public static string[] PublishedBookinfo() =>
    [
        "-f", Published("platform/kube/bookinfo.yaml"),
        "-f", Published("networking/bookinfo-gateway.yaml"),
        "-f", Published("networking/destination-rule-all.yaml"),
    ];

    /// <summary>A file of Istio's published Bookinfo. Skips the test where it is absent.</summary>
    public static string Published(string file)
    {
        var folder = SharedData.Find(PublishedFolder);
        Assert.SkipWhen(
            folder is null, $"Istio's published samples (shared/{PublishedFolder}) are not on this machine.");
        return Path.Combine(folder!, file);
    }
}
