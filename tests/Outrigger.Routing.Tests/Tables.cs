using Envoy.Config.Route.V3;
using Outrigger.Routing.Routes;
using Outrigger.Xds.Contract.Json;

namespace Outrigger.Routing.Tests;

/// <summary>Route tables out of YAML.</summary>
internal static class Tables
{
    internal static RouteTableResult Compile(string yaml)
    {
        ProtoDocument<RouteConfiguration> document =
            ProtoDocumentReader.Read<RouteConfiguration>(yaml, "test.yaml");
        Assert.Empty(document.Errors);
        return RouteTable.Compile(document.Message);
    }

    internal static RouteTable Valid(string yaml)
    {
        RouteTableResult result = Compile(yaml);
        Assert.Empty(result.Errors);
        Assert.NotNull(result.Table);
        return result.Table;
    }

    /// <summary>
    /// A table with one virtual host for every host, and the routes given in YAML's flow or block form.
    /// </summary>
    internal static string WithRoutes(string routes) =>
        $"""
        name: test
        virtual_hosts:
        - name: all
          domains: ["*"]
          routes:
        {Indent(routes, 2)}
        """;

    internal static RouteDecision Decide(RouteTable table, TestRequest request, ulong seed = 1)
    {
        var random = new RandomState(seed);
        return table.Match(in request, ref random);
    }

    private static string Indent(string text, int spaces) =>
        string.Join('\n', text.Split('\n').Select(line => new string(' ', spaces) + line));
}
