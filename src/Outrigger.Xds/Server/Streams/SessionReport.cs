using Envoy.Config.Core.V3;
using Envoy.Service.Status.V3;
using Outrigger.Xds.Server.Caching;
using Outrigger.Xds.Server.Sessions;
using Outrigger.Xds.Server.Status;

namespace Outrigger.Xds.Server.Streams;

/// <summary>Tells how a session stands: in short for the registry, resource by resource for CSDS.</summary>
internal static class SessionReport
{
    public static IReadOnlyList<TypeStatus> TypesOf(ClientSession session) =>
        [.. session.Types.Select(type => Describe(type, session.Snapshot?.Find(type.Type)))];

    public static ClientConfig Dump(ClientSession session, Node node, bool withContents)
    {
        var config = new ClientConfig { Node = node };
        foreach (TypeSession type in session.Types)
            AddResources(config, type, session.Snapshot?.Find(type.Type), withContents);
        return config;
    }

    private static TypeStatus Describe(TypeSession type, ResourceSet? set) => new()
    {
        Type = type.Type,
        State = StateOf(type, set),
        SentVersion = type.SentVersion,
        SentNonce = type.LastNonce,
        AcceptedVersion = type.AcceptedVersion,
        RejectedVersion = type.Rejection?.Version,
        RejectionDetail = type.Rejection?.Detail,
        IsWildcard = type.Subscription.IsWildcard,
        NameCount = type.Subscription.Names.Count,
        ResourceCount = type.Sent.Count,
    };

    private static SyncState StateOf(TypeSession type, ResourceSet? set)
    {
        if (type.Outstanding is not null)
            return SyncState.Stale;
        if (type.Rejection is not null)
            return SyncState.Error;
        if (set is null)
            return SyncState.NotSent;
        if (!type.IsCaughtUpWith(set) || type.RemovalsHeld)
            return SyncState.Stale;
        return type.SentVersion.Length == 0 && type.Sent.Count == 0 ? SyncState.NotSent : SyncState.Synced;
    }

    private static void AddResources(
        ClientConfig config, TypeSession type, ResourceSet? set, bool withContents)
    {
        HashSet<string> names = new(type.Sent.Keys, StringComparer.Ordinal);
        if (type.Subscription.IsWildcard && set is not null)
            names.UnionWith(set.Resources.Select(resource => resource.Name));
        names.UnionWith(type.Subscription.Names);
        foreach (string name in names.Order(StringComparer.Ordinal))
        {
            SentResource? sent = type.Sent.GetValueOrDefault(name);
            NamedResource? current = set?.Find(name);
            NamedResource? shown = current ?? sent?.Resource;
            var entry = new ClientConfig.Types.GenericXdsConfig
            {
                TypeUrl = type.Type.Value,
                Name = name,
                VersionInfo = current?.VersionText ?? sent?.Version ?? "",
                ConfigStatus = StatusOf(sent, current),
            };
            // Keys are shown to whoever they are for, and to nobody else.
            if (withContents && shown is not null && type.Type != TypeUrl.Secret)
                entry.XdsConfig = shown.Payload;
            if (sent?.Outcome == ResourceOutcome.Rejected && type.Rejection is { } rejection)
            {
                entry.ErrorState = new Envoy.Admin.V3.UpdateFailureState
                {
                    Details = rejection.Detail,
                    VersionInfo = sent.Version,
                };
            }

            config.GenericXdsConfigs.Add(entry);
        }
    }

    private static ConfigStatus StatusOf(SentResource? sent, NamedResource? current) => sent switch
    {
        null => ConfigStatus.NotSent,
        _ when sent.Version != current?.VersionText => ConfigStatus.Stale,
        { Outcome: ResourceOutcome.Accepted } => ConfigStatus.Synced,
        { Outcome: ResourceOutcome.Rejected } => ConfigStatus.Error,
        _ => ConfigStatus.Stale,
    };
}
