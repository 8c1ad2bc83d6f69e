using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Outrigger.Samples.Bookinfo.Page;

namespace Outrigger.Samples.Bookinfo.Services;

/// <summary>The page that a person sees, and the same data as a REST interface.</summary>
internal sealed class ProductPageService(ServiceSettings settings, PeerClient peers) : IService
{
    private const int OnlyProductId = 0;

    // Two tries of three seconds, as Istio's productpage: its delay-injection task builds on them.
    private static readonly TimeSpan PeerTimeout = TimeSpan.FromSeconds(3);
    private const int ReviewsTries = 2;

    private static readonly Product[] Products =
    [
        new(
            OnlyProductId,
            "The Comedy of Errors",
            "<a href=\"https://en.wikipedia.org/wiki/The_Comedy_of_Errors\">On the play</a>: "
                + "two pairs of twins, parted by a shipwreck, walk the same streets for one day of mistaken identity."),
    ];

    public string Name => "Product page";

    public async ValueTask<bool> TryHandleAsync(HttpContext context)
    {
        switch (context.Request.Path.Value)
        {
            case "/" or "/index.html":
                context.Response.Redirect("/productpage");
                return true;
            case "/productpage":
                await WritePageAsync(context);
                return true;
            case "/login":
                await Session.SignInAsync(context);
                return true;
            case "/logout":
                Session.SignOut(context);
                return true;
            case "/static/bookinfo.css":
                await StyleSheet.WriteAsync(context.Response);
                return true;
            case "/api/v1/products":
                await context.Response.WriteJsonAsync(Products, SampleJson.Default.IReadOnlyListProduct);
                return true;
            default:
                return await TryHandleProductAsync(context);
        }
    }

    /// <summary>/api/v1/products/{id}, …/{id}/reviews, …/{id}/ratings.</summary>
    private async Task<bool> TryHandleProductAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments("/api/v1/products", out var rest))
        {
            return false;
        }

        var segments = rest.Value!.Split('/');
        if (segments.Length is not (2 or 3) || !int.TryParse(segments[1], out var id) || id < 0)
        {
            return false;
        }

        PeerAnswer? answer = (segments.Length == 2 ? "" : segments[2]) switch
        {
            "" => await GetDetailsAsync(id, context),
            "reviews" => await GetReviewsAsync(id, context),
            "ratings" => await GetAsync(settings.Ratings, $"/ratings/{id}", context),
            _ => null,
        };
        if (answer is null)
        {
            return false;
        }

        if (answer.IsSuccess)
        {
            await context.Response.WriteRelayedAsync(answer);
        }
        else
        {
            await context.Response.WriteErrorAsync(
                answer.StatusCode, $"Sorry, product {(segments.Length == 2 ? "details" : segments[2])} "
                    + "are currently unavailable for this book.");
        }

        return true;
    }

    private async Task WritePageAsync(HttpContext context)
    {
        var detailsTask = GetDetailsAsync(OnlyProductId, context);
        var reviewsTask = GetReviewsAsync(OnlyProductId, context);
        var details = Parse(await detailsTask, SampleJson.Default.BookDetails);
        var reviews = Parse(await reviewsTask, SampleJson.Default.BookReviews);

        var html = ProductPageHtml.Render(
            new ProductPageModel(Products[0], Session.UserOf(context), settings.PodName, details, reviews));
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsync(html);
    }

    private Task<PeerAnswer> GetDetailsAsync(int id, HttpContext context) =>
        GetAsync(settings.Details, $"/details/{id}", context);

    private async Task<PeerAnswer> GetReviewsAsync(int id, HttpContext context)
    {
        var answer = PeerAnswer.Unavailable;
        for (var attempt = 0; attempt < ReviewsTries && !answer.IsSuccess; attempt++)
        {
            answer = await GetAsync(settings.Reviews, $"/reviews/{id}", context);
        }

        return answer;
    }

    private Task<PeerAnswer> GetAsync(Uri peer, string path, HttpContext context) =>
        peers.GetAsync(peer, path, context, PeerTimeout, Session.UserOf(context));

    private static T? Parse<T>(PeerAnswer answer, JsonTypeInfo<T> type)
        where T : class
    {
        if (!answer.IsSuccess)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(answer.Body, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
