using Microsoft.Extensions.Logging;
using Outrigger.Xds.Server.Caching;
using Outrigger.Xds.Server.Status;

namespace Outrigger.Xds.Server.Streams;

/// <summary>What all streams of one server share.</summary>
internal sealed record StreamContext(
    ResourceCache Cache,
    INodeClassifier Classifier,
    ClientRegistry Clients,
    AdsServerOptions Options,
    TimeProvider Time,
    ILogger Logger);
