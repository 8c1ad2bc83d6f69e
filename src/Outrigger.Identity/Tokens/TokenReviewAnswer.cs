namespace Outrigger.Identity.Tokens;

/// <summary>What a cluster says of a token (<c>TokenReviewStatus</c>).</summary>
/// <param name="IsAuthenticated">Whether it is one of the cluster's and good.</param>
/// <param name="UserName">Whose it is, <c>system:serviceaccount:NAMESPACE:NAME</c> for a service account's.</param>
/// <param name="Pod">The name of the pod that it was issued to; null when it names none.</param>
/// <param name="Audiences">Whom it is for, among those that were asked about.</param>
/// <param name="Error">Why it is not good, if the cluster says.</param>
public sealed record TokenReviewAnswer(
    bool IsAuthenticated, string? UserName, string? Pod, IReadOnlyList<string> Audiences, string? Error);
