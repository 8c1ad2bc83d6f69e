using Outrigger.Cli.Options;
using Outrigger.Cli.Output;
using Outrigger.Cli.Tables;
using Outrigger.ControlPlane.Api.Contract;
using Outrigger.ControlPlane.Client;
using Outrigger.Resources;

namespace Outrigger.Cli.Commands;

/// <summary>Shows where services are served, and how healthy each place is.</summary>
internal sealed class ServiceEndpoints(ManagementClient client, CommandConsole console)
{
    private static readonly string[] Words = ["endpoints", "endpoint", "ep"];

    /// <summary>Whether the word where a kind is expected asks for endpoints.</summary>
    public static bool IsMeantBy(string word) =>
        Words.Contains(word.Split('/', 2)[0], StringComparer.OrdinalIgnoreCase);

    /// <summary>The service in <c>endpoints/SERVICE</c>; null when there is none.</summary>
    public static string? ServiceOf(string word) => word.Split('/', 2) is [_, var service] ? service : null;

    /// <summary>Shows the endpoints of one service, or of all in a namespace, or of all.</summary>
    public async Task<int> ShowAsync(
        string? service, string? objectNamespace, OutputFormat format, CancellationToken cancellation)
    {
        List<ResourceKey> services = service is null
            ? await ListServicesAsync(objectNamespace, cancellation)
            : [new("Service", objectNamespace ?? ResourceKey.DefaultNamespace, service)];
        var found = new List<(ResourceKey Service, IReadOnlyList<EndpointView> Endpoints)>();
        foreach (var key in services)
        {
            found.Add((key, await client.EndpointsAsync(key.Name, key.Namespace, cancellation)));
        }

        Show(found, service is not null, objectNamespace is null, format);
        return ExitStatus.Success;
    }

    private async Task<List<ResourceKey>> ListServicesAsync(
        string? objectNamespace, CancellationToken cancellation)
    {
        var list = await client.GetAsync("Service", objectNamespace, null, cancellation);
        return
        [
            .. list.GetProperty("items").EnumerateArray().Select(item => new ResourceKey(
                "Service", item.Field("metadata.namespace").Text(), item.Field("metadata.name").Text())),
        ];
    }

    private void Show(
        List<(ResourceKey Service, IReadOnlyList<EndpointView> Endpoints)> found, bool isOne,
        bool isAcrossNamespaces, OutputFormat format)
    {
        switch (format)
        {
            case OutputFormat.Table:
                TableWriter.Write(console, TableOf(found, isAcrossNamespaces));
                break;
            case OutputFormat.Name:
                foreach (var endpoint in found.SelectMany(pair => pair.Endpoints))
                {
                    console.Out.WriteLine(endpoint.Address);
                }

                break;
            default:
                var data = found.Select(pair => new
                {
                    service = pair.Service.Name,
                    @namespace = pair.Service.Namespace,
                    endpoints = pair.Endpoints,
                }).ToList();
                if (isOne) DataWriter.Write(console, data[0], format);
                else DataWriter.Write(console, data, format);
                break;
        }
    }

    private static TextTable TableOf(
        List<(ResourceKey Service, IReadOnlyList<EndpointView> Endpoints)> found, bool isAcrossNamespaces)
    {
        string[] columns = ["SERVICE", "PORT", "ADDRESS", "WORKLOAD", "HEALTH"];
        var rows = new List<IReadOnlyList<string>>();
        foreach (var (service, endpoints) in found)
        {
            string[] first = isAcrossNamespaces ? [service.Namespace, service.Name] : [service.Name];
            rows.AddRange(endpoints.Select(endpoint => (IReadOnlyList<string>)
                [.. first, $"{endpoint.Port}", endpoint.Address, endpoint.Workload, endpoint.Health]));
            // A service without endpoints answers nobody, so it must not vanish from sight.
            if (endpoints.Count == 0) rows.Add([.. first, "", "", "", ""]);
        }

        return new TextTable(isAcrossNamespaces ? ["NAMESPACE", .. columns] : columns, rows);
    }
}
