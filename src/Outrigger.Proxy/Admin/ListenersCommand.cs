using System.Globalization;
using System.Text;
using Envoy.Admin.V3;
using Outrigger.Proxy.Dynamic;
using Outrigger.Proxy.Model;
using Outrigger.Xds.Contract.Json;

namespace Outrigger.Proxy.Admin;

/// <summary><c>/listeners</c>: every listener that serves and where, as text or JSON.</summary>
/// <param name="manager">Knows the listeners.</param>
/// <param name="boundAddresses">Where a listener really listens; empty when it has no socket.</param>
internal sealed class ListenersCommand(
    ConfigurationManager manager, Func<ListenerModel, IReadOnlyList<NetworkAddress>> boundAddresses)
{
    /// <summary>The command.</summary>
    public AdminCommand Command =>
        new("/listeners", "print listener info (format=json)", IsMutation: false, Show);

    private AdminResponse Show(AdminRequest request)
    {
        IEnumerable<(ListenerModel Listener, IReadOnlyList<NetworkAddress> Addresses)> listeners =
            manager.Current.Listeners.Select(listener => (listener, AddressesOf(listener)));
        if (request.Query.GetValueOrDefault("format") == "json")
        {
            var message = new Envoy.Admin.V3.Listeners();
            message.ListenerStatuses.Add(listeners.Select(each => Status(each.Listener, each.Addresses)));
            return AdminResponse.OfJson(ProtoJsonWriter.ToJson(message, ProtoJsonOptions.Readable) + "\n");
        }

        var text = new StringBuilder();
        foreach ((ListenerModel listener, IReadOnlyList<NetworkAddress> addresses) in listeners)
        {
            foreach (NetworkAddress address in addresses)
            {
                text.Append(CultureInfo.InvariantCulture, $"{listener.Name}::{address}\n");
            }
        }

        return AdminResponse.Text(text.ToString());
    }

    private IReadOnlyList<NetworkAddress> AddressesOf(ListenerModel listener) =>
        boundAddresses(listener) is { Count: > 0 } bound ? bound : listener.Addresses;

    private static ListenerStatus Status(ListenerModel listener, IReadOnlyList<NetworkAddress> addresses)
    {
        var status =
            new ListenerStatus { Name = listener.Name, LocalAddress = AddressWriter.Write(addresses[0]) };
        status.AdditionalLocalAddresses.Add(addresses.Skip(1).Select(AddressWriter.Write));
        return status;
    }
}
