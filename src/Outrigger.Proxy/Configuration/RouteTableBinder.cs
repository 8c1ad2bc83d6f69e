using System.Collections.Immutable;
using Envoy.Config.Route.V3;
using Outrigger.Proxy.Model;
using Outrigger.Routing.Actions;
using Outrigger.Routing.Compilation;
using Outrigger.Routing.Routes;

namespace Outrigger.Proxy.Configuration;

/// <summary>Compiles a routing table and gives the clusters that it names their places.</summary>
internal static class RouteTableBinder
{
    /// <summary>Compiles a routing table; null after mistakes, which are then in the report.</summary>
    /// <param name="configuration">The routing table.</param>
    /// <param name="validatesByDefault">
    /// Whether unknown clusters are mistakes when the table does not say.
    /// </param>
    /// <param name="path">Where it is, for messages.</param>
    /// <param name="environment">What the model is bound to.</param>
    /// <param name="report">Takes what is found.</param>
    public static RouteTableModel? Compile(
        RouteConfiguration configuration,
        bool validatesByDefault,
        FieldPath path,
        CompileEnvironment environment,
        CompileReport report)
    {
        RouteTableResult result = RouteTable.Compile(configuration);
        foreach (ConfigurationError error in result.Errors)
        {
            report.Error(path.Field(error.FieldPath), error.Message);
        }

        foreach (UnimplementedField field in result.Unimplemented)
        {
            report.Warning(path.Field(field.FieldPath), field.Consequence);
        }

        if (result.Table is null)
        {
            return null;
        }

        RouteFilterCompiler.Compile(result.Table, path, report);
        RequireKnownClusters(result.Table, validatesByDefault, path, environment, report);
        return new RouteTableModel
        {
            Table = result.Table,
            Clusters = [.. result.Table.Clusters.Select(cluster => Resolve(cluster, environment))],
        };
    }

    private static ClusterSlot Resolve(ClusterReference cluster, CompileEnvironment environment)
    {
        ClusterSlot slot = environment.ClusterSlots.GetOrAdd(cluster.Name);
        cluster.Resolved = slot;
        return slot;
    }

    private static void RequireKnownClusters(
        RouteTable table,
        bool validatesByDefault,
        FieldPath path,
        CompileEnvironment environment,
        CompileReport report)
    {
        if (!(table.ValidatesClusters ?? validatesByDefault))
        {
            return;
        }

        foreach (ClusterReference cluster in table.Clusters.Where(
            each => !environment.IsKnownCluster(each.Name)))
        {
            report.Error(path, $"a route names the unknown cluster \"{cluster.Name}\"");
        }
    }
}
