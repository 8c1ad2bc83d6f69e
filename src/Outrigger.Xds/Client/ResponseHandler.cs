using Outrigger.Xds.Client.Protocol;

namespace Outrigger.Xds.Client;

/// <summary>
/// Takes a response through the consumer to its answer, and keeps the table of what is known.
/// </summary>
internal sealed class ResponseHandler(ClientContext context)
{
    private const int RejectionLengthMax = 8192;

    public async ValueTask HandleAsync(DecodedResponse response, CancellationToken cancellation)
    {
        AdsClientMetrics.Received(response.Type);
        ResourceUpdate? update;
        lock (context.Table.Gate)
        {
            if (context.Table.Find(response.Type) is not { } state)
                return;
            // Nonces are answered in order; a response repeated by a faulty server is answered again.
            state.LastNonce = response.Nonce;
            update = DuplicateIn(response) is null ? Prepare(state, response) : null;
        }

        List<ResourceRejection> rejections = [.. response.Malformed];
        if (update is null)
            rejections.Add(new ResourceRejection(DuplicateIn(response)!, "", "comes twice in one response"));
        else
            rejections.AddRange(await ConsumeAsync(update, cancellation));
        Settle(response, update, rejections);
    }

    /// <summary>Tells the consumer of a change of connection; its exceptions are logged.</summary>
    public async ValueTask NotifyAsync(ConnectionChange change, CancellationToken cancellation)
    {
        try
        {
            await context.Consumer.OnConnectionChangeAsync(change, cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            ClientLog.ConsumerFailed(context.Logger, failure);
        }
    }

    /// <summary>Tells the consumer what did not arrive in time, and what outlived its lifetime.</summary>
    public async ValueTask ReportOverdueAsync(CancellationToken cancellation)
    {
        foreach ((TypeUrl type, List<string> names) in context.Table.TakeExpired(context.Now))
            await ConsumeAsync(new ResourceUpdate(type, "", [], names), cancellation);
        foreach ((TypeUrl type, List<string> names) in context.Table.TakeOverdue(context.Now))
        {
            ClientLog.FetchTimedOut(context.Logger, type, names.Count, names[0]);
            try
            {
                await context.Consumer.OnInitialFetchTimeoutAsync(type, names, cancellation);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                ClientLog.ConsumerFailed(context.Logger, failure);
            }
        }
    }

    private static string? DuplicateIn(DecodedResponse response)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        return response.Resources.Select(resource => resource.Name).FirstOrDefault(name => !seen.Add(name));
    }

    private ResourceUpdate Prepare(TypeState state, DecodedResponse response)
    {
        foreach (DecodedResource resource in response.Resources)
        {
            if (resource.TimeToLive is { } lifetime && state.Covers(resource.Name))
                state.Expiries[resource.Name] = context.Now + lifetime;
            else
                state.Expiries.Remove(resource.Name);
        }

        HashSet<string> removed = new(response.Removed.Where(state.Covers), StringComparer.Ordinal);
        // Without the names of unreadable resources nobody can tell what a whole state leaves out.
        if (response.IsWholeState && response.Malformed.Count == 0)
        {
            removed.UnionWith(state.Known.Keys);
            removed.UnionWith(state.Names.Where(state.Awaited.ContainsKey));
            removed.ExceptWith(response.Resources.Select(resource => resource.Name));
        }

        return new ResourceUpdate(
            response.Type,
            response.Version,
            [.. response.Resources
                .Where(resource => resource.Payload is not null && state.Covers(resource.Name))
                .Select(resource =>
                    new ReceivedResource(resource.Name, resource.Version, resource.Payload!))],
            [.. removed.Order(StringComparer.Ordinal)]);
    }

    private async ValueTask<IReadOnlyList<ResourceRejection>> ConsumeAsync(
        ResourceUpdate update, CancellationToken cancellation)
    {
        try
        {
            return await context.Consumer.OnUpdateAsync(update, cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // A fault of ours must not end the client, nor let the server believe that its update is in
            // force.
            ClientLog.ConsumerFailed(context.Logger, failure);
            return [.. update.Resources.Select(resource =>
                new ResourceRejection(resource.Name, "", "internal error: " + failure.Message))];
        }
    }

    private void Settle(
        DecodedResponse response, ResourceUpdate? update, List<ResourceRejection> rejections)
    {
        string? detail = rejections.Count == 0 ? null : Describe(response, rejections);
        lock (context.Table.Gate)
        {
            TypeState state = context.Table.Find(response.Type)!;
            if (update is not null)
                BookAccepted(state, response, update, rejections);
            if (detail is null)
                state.SotwVersion = response.Version;
            state.IsMixed = detail is not null && update is not null;
            state.Answers.Enqueue(new Answer(response.Nonce, detail));
        }

        AdsClientMetrics.Answered(response.Type, isAccepted: detail is null);
        if (detail is not null)
            ClientLog.Rejected(context.Logger, response.Type, response.Version, detail);
    }

    private static void BookAccepted(
        TypeState state,
        DecodedResponse response,
        ResourceUpdate update,
        List<ResourceRejection> rejections)
    {
        HashSet<string> rejected = new(
            rejections.Select(rejection => rejection.Name), StringComparer.Ordinal);
        foreach (ReceivedResource resource in update.Resources)
        {
            state.Awaited.Remove(resource.Name);
            // The consumer may have unsubscribed from it meanwhile.
            if (!rejected.Contains(resource.Name) && state.Covers(resource.Name))
                state.Known[resource.Name] = resource.Version;
        }

        foreach (string name in update.Removed)
            state.Forget(name);
        if (response.Malformed.Count == 0)
            state.Awaited.Remove(TypeState.Wildcard);
    }

    private static string Describe(DecodedResponse response, List<ResourceRejection> rejections)
    {
        string head = $"{response.Type}: {rejections.Count} rejected: ";
        string text = head + string.Join("; ", rejections);
        return text.Length <= RejectionLengthMax ? text : text[..RejectionLengthMax];
    }
}
