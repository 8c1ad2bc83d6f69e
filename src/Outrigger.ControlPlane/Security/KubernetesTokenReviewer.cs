using k8s;
using k8s.Autorest;
using k8s.Models;
using Outrigger.Identity.Tokens;

namespace Outrigger.ControlPlane.Security;

/// <summary>
/// Asks the API server of the cluster that the control plane runs in, as the service account that it runs as, which
/// must be allowed to create TokenReviews (<c>system:auth-delegator</c>).
/// </summary>
public sealed class KubernetesTokenReviewer : ITokenReviewer, IDisposable
{
    /// <summary>Where Kubernetes says to which pod a token is bound.</summary>
    private const string PodName = "authentication.kubernetes.io/pod-name";

    /// <summary>A caller waits no longer for the cluster.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly Kubernetes _cluster;

    /// <summary>Creates a reviewer.</summary>
    /// <param name="cluster">Speaks to the API server; disposed with this.</param>
    public KubernetesTokenReviewer(Kubernetes cluster) => _cluster = cluster;

    /// <summary>A reviewer of the cluster that this process runs in.</summary>
    /// <exception cref="IOException">It runs in none.</exception>
    public static KubernetesTokenReviewer InCluster()
    {
        if (!KubernetesClientConfiguration.IsInCluster())
            throw new IOException("tokens can be reviewed only from within a Kubernetes cluster, and this is none");
        return new KubernetesTokenReviewer(new Kubernetes(KubernetesClientConfiguration.InClusterConfig()));
    }

    /// <inheritdoc/>
    public async ValueTask<TokenReviewAnswer?> ReviewAsync(
        string token, string audience, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(Timeout);
        try
        {
            var review = await _cluster.AuthenticationV1.CreateTokenReviewAsync(
                new V1TokenReview { Spec = new V1TokenReviewSpec { Token = token, Audiences = [audience] } },
                cancellationToken: deadline.Token);
            var status = review.Status;
            return new TokenReviewAnswer(
                status?.Authenticated == true,
                status?.User?.Username,
                status?.User?.Extra?.TryGetValue(PodName, out var pods) == true ? pods.FirstOrDefault() : null,
                [.. status?.Audiences ?? []],
                status?.Error);
        }
        catch (Exception exception) when (exception is HttpOperationException or HttpRequestException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _cluster.Dispose();
}
