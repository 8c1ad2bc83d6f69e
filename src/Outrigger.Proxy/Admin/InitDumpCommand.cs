using System.Buffers;
using System.Text;
using System.Text.Json;
using Outrigger.Proxy.Dynamic;

namespace Outrigger.Proxy.Admin;

/// <summary><c>/init_dump</c>: what the start, or a change, is still waiting for.</summary>
internal sealed class InitDumpCommand(ConfigurationManager manager, ControlGate gate)
{
    /// <summary>The command.</summary>
    public AdminCommand Command => new(
        "/init_dump", "dump current init manager information", IsMutation: false,
        _ => AdminResponse.OfJson(gate.Read(Dump)));

    private string Dump()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteStartArray("unready_targets_dumps");
            Write(json, "cluster manager", manager.Clusters.Entries
                .Where(entry => entry.Warming is not null).Select(entry => $"cluster {entry.Name}"));
            foreach (ListenerEntry entry in manager.Listeners.Entries.Where(
                entry => entry.Warming is not null))
            {
                IEnumerable<string> routes = entry.Warming!.DiscoveredRoutes
                    .Select(source => source.DiscoveredName!)
                    .Where(name => !manager.Routes.IsReady(name))
                    .Select(name => $"RdsRouteConfigSubscription {name}");
                IEnumerable<string> secrets = manager.Secrets.Wait.Missing(entry.Warming.Tls)
                    .Select(secret => $"SdsApi {secret.Name}");
                Write(json, $"listener {entry.Name}", routes.Concat(secrets));
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> targets)
    {
        string[] all = [.. targets];
        if (all.Length == 0)
        {
            return;
        }

        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteStartArray("target_names");
        foreach (string target in all)
        {
            json.WriteStringValue(target);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
