using Outrigger.Proxy.Http.Calls;
using Outrigger.Proxy.Model;

namespace Outrigger.Proxy.Http.Filters.ExternalAuthorization;

/// <summary>A service that decides about requests, compiled. Immutable, and used by all workers at once.</summary>
internal abstract class AuthorizationService
{
    /// <summary>How much content an answer may have: what fits into the largest buffer.</summary>
    protected const int ResponseBytesMax = 64 * 1024;

    /// <summary>Its cluster.</summary>
    public required ClusterSlot Cluster { get; init; }

    /// <summary>How long it may take to answer, in milliseconds; 0 = for ever.</summary>
    public required int TimeoutMs { get; init; }

    /// <summary>How it is called.</summary>
    public abstract CallOptions Options { get; }

    /// <summary>
    /// Writes the question; false when it cannot be asked, because a part of it would be invalid there.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="question">What is asked.</param>
    public abstract bool TryPrepare(UpstreamCall call, in AuthorizationQuestion question);

    /// <summary>The content of the question, beside what the call's own message has; null for none.</summary>
    /// <param name="question">What is asked.</param>
    public abstract KeptContent? ContentOf(in AuthorizationQuestion question);

    /// <summary>Reads the answer.</summary>
    /// <param name="call">A call that has a response.</param>
    public abstract AuthorizationDecision Read(UpstreamCall call);
}
