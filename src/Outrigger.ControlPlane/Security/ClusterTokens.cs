using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using Outrigger.Identity;
using Outrigger.Identity.Tokens;

namespace Outrigger.ControlPlane.Security;

/// <summary>How the tokens of a Kubernetes cluster are verified.</summary>
public static class ClusterTokens
{
    /// <summary>Where Kubernetes puts what a pod needs to speak to the API server.</summary>
    private const string ServiceAccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>The verifiers that options ask for.</summary>
    /// <param name="issuer">The cluster's issuer; null for none.</param>
    /// <param name="keyFile">The cluster's JSON Web Key Set; null to ask the issuer.</param>
    /// <param name="review">Whether the cluster that this process runs in judges tokens.</param>
    /// <param name="trustDomain">The trust domain of the identities.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="IOException">Tokens are to be reviewed, and this process runs in no cluster.</exception>
    public static IEnumerable<ITokenVerifier> Verifiers(
        string? issuer, string? keyFile, bool review, TrustDomain trustDomain, TimeProvider time)
    {
        List<ITokenVerifier> verifiers = [];
        if (issuer is not null)
        {
            verifiers.Add(keyFile is not null
                ? TokenVerifiers.KubernetesByFile(issuer, keyFile, trustDomain, time)
                : TokenVerifiers.KubernetesByDiscovery(issuer, CreateClient(), trustDomain, time));
        }

        if (review)
            verifiers.Add(TokenVerifiers.KubernetesByReview(KubernetesTokenReviewer.InCluster(), trustDomain, time));
        return verifiers;
    }

    /// <summary>
    /// Asks an issuer: in a cluster by the cluster's own CA and as the pod's service account, elsewhere as anybody.
    /// </summary>
    private static HttpClient CreateClient()
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        var roots = Path.Combine(ServiceAccountFolder, "ca.crt");
        if (!File.Exists(roots)) return new HttpClient(handler);
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.ImportFromPemFile(roots);
        handler.SslOptions.CertificateChainPolicy = policy;
        return new HttpClient(new PodTokenHandler(Path.Combine(ServiceAccountFolder, "token"), handler));
    }

    /// <summary>Shows the pod's own token, which the kubelet replaces from time to time.</summary>
    private sealed class PodTokenHandler(string file, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var token = await File.ReadAllTextAsync(file, cancellationToken);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Trim());
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
