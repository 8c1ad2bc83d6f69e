using Google.Protobuf;
using Outrigger.Proxy.Configuration;
using Outrigger.Proxy.Dns;
using Outrigger.Proxy.Logging;
using Outrigger.Proxy.Stats;
using Outrigger.Xds.Client;
using Outrigger.Xds.Contract.Json;
using Outrigger.Xds.Contract.Schema;

namespace Outrigger.Proxy.Dynamic;

/// <summary>What the managers of clusters, endpoints, listeners and routes share.</summary>
internal sealed class ManagerContext
{
    /// <summary>The lock of the control side.</summary>
    public required ControlGate Gate { get; init; }

    /// <summary>Statistics.</summary>
    public required StatsRegistry Stats { get; init; }

    /// <summary>The log.</summary>
    public required EventLog Log { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Look-ups of names.</summary>
    public required DnsEnvironment Dns { get; init; }

    /// <summary>Remembers fields without effect.</summary>
    public required UnimplementedFieldLog Unimplemented { get; init; }

    /// <summary>
    /// Whether endpoints have changed since the workers were told last. Guarded by the gate.
    /// </summary>
    public bool HaveEndpointsChanged { get; set; }

    /// <summary>The resource as it came, stamped with the time.</summary>
    public RawResource Received(ReceivedResource resource) =>
        new(resource.Name, resource.Version, resource.Payload, Time.GetUtcNow());

    /// <summary>
    /// Reads the bytes of a resource and checks its name; null after mistakes, which are then in the report.
    /// </summary>
    public T? Parse<T>(RawResource resource, ResourceKind<T> kind, CompileReport report)
        where T : class, IMessage<T>
    {
        T message;
        try
        {
            message = kind.Parser.ParseFrom(resource.Payload);
        }
        catch (InvalidProtocolBufferException exception)
        {
            // The library can report damage only by throwing; for us it is a rejection like any other.
            report.Error(FieldPath.Root, $"the bytes cannot be read: {exception.Message}");
            return null;
        }

        if (kind.NameOf(message) is var name && name != resource.Name)
        {
            report.Error(FieldPath.Root, $"the message is named \"{name}\", expected \"{resource.Name}\"");
            return null;
        }

        Unimplemented.Add(
            $"{kind.Type.ShortName} \"{resource.Name}\"",
            UnknownFields.Find(resource.Payload.Memory, TypeRegistry.Of(typeof(T))));
        return message;
    }

    /// <summary>Starts a timer that acts under the lock. Dispose it when it is not wanted any more.</summary>
    public ITimer StartTimer(int delayMs, Action action) => Time.CreateTimer(
        _ => RunLogged(action), null, TimeSpan.FromMilliseconds(delayMs), Timeout.InfiniteTimeSpan);

    private void RunLogged(Action action)
    {
        try
        {
            Gate.Run(action);
        }
        catch (Exception exception)
        {
            // On a timer's thread it would end the program, and with it everything that serves.
            Log.Error("config", "a timer failed by our fault", ("exception", exception));
        }
    }
}
