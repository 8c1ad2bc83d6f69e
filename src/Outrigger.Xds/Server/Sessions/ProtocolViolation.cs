using Grpc.Core;

namespace Outrigger.Xds.Server.Sessions;

/// <summary>Why a request ends its stream.</summary>
/// <param name="Code">The status that the client gets.</param>
/// <param name="Message">One sentence for the client's log.</param>
internal sealed record ProtocolViolation(StatusCode Code, string Message);
