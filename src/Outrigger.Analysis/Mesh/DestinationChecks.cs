using Outrigger.Resources;
using Outrigger.Resources.Networking.VirtualServices;

namespace Outrigger.Analysis.Mesh;

/// <summary>Whether the destinations of VirtualServices exist: host, subset and port.</summary>
internal static class DestinationChecks
{
    public static void Run(MeshIndex index, Findings all)
    {
        foreach (ResourceObject<VirtualServiceSpec> resource in index.Snapshot.List<VirtualServiceSpec>())
        {
            ObjectFindings findings = all.About(resource);
            foreach ((Destination destination, string path) in DestinationsOf(resource.Spec))
            {
                Check(destination, path, index, findings);
            }
        }
    }

    private static IEnumerable<(Destination Destination, string Path)> DestinationsOf(VirtualServiceSpec spec)
    {
        for (int i = 0; i < spec.Http.Count; i++)
        {
            HttpRoute route = spec.Http[i];
            string path = $"spec.http[{i}]";
            for (int j = 0; j < route.Route.Count; j++)
            {
                if (route.Route[j].Destination is { } to) yield return (to, $"{path}.route[{j}].destination");
            }

            if (route.Mirror is { } mirror) yield return (mirror, $"{path}.mirror");
            for (int j = 0; j < route.Mirrors.Count; j++)
            {
                if (route.Mirrors[j].Destination is { } to)
                {
                    yield return (to, $"{path}.mirrors[{j}].destination");
                }
            }
        }

        IEnumerable<(IReadOnlyList<RouteDestination> Routes, string Path)> others = spec.Tcp
            .Select((route, i) => (route.Route, $"spec.tcp[{i}].route"))
            .Concat(spec.Tls.Select((route, i) => (route.Route, $"spec.tls[{i}].route")));
        foreach ((IReadOnlyList<RouteDestination> routes, string path) in others)
        {
            for (int j = 0; j < routes.Count; j++)
            {
                if (routes[j].Destination is { } to) yield return (to, $"{path}[{j}].destination");
            }
        }
    }

    private static void Check(Destination destination, string path, MeshIndex index, ObjectFindings findings)
    {
        string name = index.Resolve(destination.Host ?? "", findings.Resource.Namespace);
        if (index.FindHost(name) is not { } host)
        {
            findings.Warn(
                $"{path}.host",
                $"no Service or ServiceEntry has the host \"{name}\", so that requests to it fail",
                AnalysisCodes.ReferencedResourceNotFound);
            return;
        }

        if (destination.Subset is { } subset && !index.HasSubset(host.Name, subset))
        {
            findings.Warn(
                $"{path}.subset",
                $"no DestinationRule defines the subset \"{subset}\" of \"{name}\", "
                    + "so that requests to it fail",
                AnalysisCodes.ReferencedResourceNotFound);
        }

        if (destination.Port?.Number is { } port)
        {
            if (host.Ports.Contains(port)) return;
            findings.Warn(
                $"{path}.port.number",
                $"\"{name}\" has no port {port}, only {string.Join(", ", host.Ports)}, "
                    + "so that requests to it fail",
                AnalysisCodes.ReferencedResourceNotFound);
        }
        else if (host.Ports.Count > 1)
        {
            findings.Warn(
                path,
                $"\"{name}\" has the ports {string.Join(", ", host.Ports)}, "
                    + "so the destination should name one",
                AnalysisCodes.DestinationPortRequired);
        }
    }
}
