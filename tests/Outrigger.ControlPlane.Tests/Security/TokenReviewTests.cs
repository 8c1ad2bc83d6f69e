using System.Text.Json.Nodes;
using k8s;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Outrigger.ControlPlane.Security;
using Outrigger.Identity.Tokens;

namespace Outrigger.ControlPlane.Tests.Security;

/// <summary>What the cluster says of a token is asked for and understood as Kubernetes' API has it.</summary>
public sealed class TokenReviewTests : IAsyncDisposable
{
    private readonly WebApplication _cluster;
    private JsonNode? _asked;
    private Func<IResult> _answer = () => Results.StatusCode(StatusCodes.Status500InternalServerError);

    public TokenReviewTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _cluster = builder.Build();
        _cluster.MapPost("/apis/authentication.k8s.io/v1/tokenreviews", async (HttpContext http) =>
        {
            _asked = await JsonNode.ParseAsync(http.Request.Body);
            return _answer();
        });
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_good_token_names_account_pod_and_audience()
    {
        _answer = () => Results.Json(new
        {
            apiVersion = "authentication.k8s.io/v1",
            kind = "TokenReview",
            status = new
            {
                authenticated = true,
                audiences = (string[])["istio-ca"],
                user = new
                {
                    username = "system:serviceaccount:shop:cart",
                    extra = new Dictionary<string, string[]> { ["authentication.kubernetes.io/pod-name"] = ["cart-0"] },
                },
            },
        }, statusCode: StatusCodes.Status201Created);
        var answer = await ReviewAsync();
        Assert.Equal(
            (true, "system:serviceaccount:shop:cart", "cart-0"), (answer!.IsAuthenticated, answer.UserName, answer.Pod));
        Assert.Equal(["istio-ca"], answer.Audiences);
        Assert.Equal("a.b.c", (string?)_asked!["spec"]!["token"]);
        Assert.Equal("istio-ca", (string?)_asked["spec"]!["audiences"]![0]);
    }

    [Fact]
    public async Task A_bad_token_is_told_with_the_clusters_reason()
    {
        _answer = () => Results.Json(new
        {
            apiVersion = "authentication.k8s.io/v1",
            kind = "TokenReview",
            status = new { error = "the token has expired" },
        }, statusCode: StatusCodes.Status201Created);
        var answer = await ReviewAsync();
        Assert.False(answer!.IsAuthenticated);
        Assert.Equal("the token has expired", answer.Error);
        Assert.Empty(answer.Audiences);
    }

    [Fact]
    public async Task A_cluster_that_fails_gives_no_answer() => Assert.Null(await ReviewAsync());

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();

    private async Task<TokenReviewAnswer?> ReviewAsync()
    {
        await _cluster.StartAsync(Cancellation);
        using var reviewer = new KubernetesTokenReviewer(
            new Kubernetes(new KubernetesClientConfiguration { Host = _cluster.Urls.Single() }));
        return await reviewer.ReviewAsync("a.b.c", "istio-ca", Cancellation);
    }
}
