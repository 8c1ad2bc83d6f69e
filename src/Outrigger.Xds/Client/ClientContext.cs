using Grpc.Core;
using Microsoft.Extensions.Logging;
using Outrigger.Xds.Client.Protocol;

namespace Outrigger.Xds.Client;

/// <summary>What a client's loop works with.</summary>
internal sealed record ClientContext(
    SubscriptionTable Table,
    WakeSignal Wake,
    CallInvoker Invoker,
    IResourceConsumer Consumer,
    AdsClientOptions Options,
    TimeProvider Time,
    Random Random,
    ILogger Logger,
    long StartedAt,
    Action<ConnectionState> SetState)
{
    public TimeSpan Now => Time.GetElapsedTime(StartedAt);
}
