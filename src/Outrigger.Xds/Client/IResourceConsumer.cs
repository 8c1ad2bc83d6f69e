namespace Outrigger.Xds.Client;

/// <summary>
/// Takes what an <see cref="AdsClient"/> receives. All calls are made by the client's one task, one after the
/// other: no call begins before the previous one completed, and no request is sent meanwhile. Subscriptions
/// changed during a call are therefore sent together after it, once the answer to the update went out.
/// </summary>
public interface IResourceConsumer
{
    /// <summary>
    /// Resources arrived or went. Every resource is accepted or rejected by itself: accepted ones are in
    /// force, a rejected one leaves its former version in force. An exception rejects the whole update.
    /// </summary>
    /// <param name="update">What changed.</param>
    /// <param name="cancellation">Cancelled when the client stops.</param>
    /// <returns>The rejected resources; empty when all are accepted.</returns>
    ValueTask<IReadOnlyList<ResourceRejection>> OnUpdateAsync(
        ResourceUpdate update, CancellationToken cancellation);

    /// <summary>
    /// Resources that were asked for did not arrive in time: whoever waits for them should go on without.
    /// They stay subscribed and may still arrive.
    /// </summary>
    /// <param name="type">Their type.</param>
    /// <param name="names">Their names; <c>*</c> stands for the first answer to a wildcard.</param>
    /// <param name="cancellation">Cancelled when the client stops.</param>
    ValueTask OnInitialFetchTimeoutAsync(
        TypeUrl type, IReadOnlyList<string> names, CancellationToken cancellation) => ValueTask.CompletedTask;

    /// <summary>The connection to the server was made or lost.</summary>
    /// <param name="change">The new state.</param>
    /// <param name="cancellation">Cancelled when the client stops.</param>
    ValueTask OnConnectionChangeAsync(ConnectionChange change, CancellationToken cancellation) =>
        ValueTask.CompletedTask;
}
