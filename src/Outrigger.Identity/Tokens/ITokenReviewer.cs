namespace Outrigger.Identity.Tokens;

/// <summary>Asks a cluster whether a token is one of its own (Kubernetes' TokenReview).</summary>
public interface ITokenReviewer
{
    /// <summary>Asks.</summary>
    /// <param name="token">The token.</param>
    /// <param name="audience">Whom it must be for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The cluster's answer, or null when it gave none.</returns>
    ValueTask<TokenReviewAnswer?> ReviewAsync(string token, string audience, CancellationToken cancellation);
}
