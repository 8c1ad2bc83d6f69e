using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Outrigger.Samples.Bookinfo.Services;

/// <summary>
/// GET /reviews/{id}: what readers say. Version v1 never asks for ratings; v2 shows them as black stars, v3
/// as red ones, so that a look at the page tells which version answered.
/// </summary>
internal sealed class ReviewsService(ServiceSettings settings, PeerClient peers) : IService
{
    private readonly string? _starColor = settings.Version switch
    {
        "v2" => "black",
        "v3" => "red",
        _ => null,
    };

    // Istio's reviews waits longer for ratings in v2 than in v3: its delay-injection task builds on the
    // difference.
    private readonly TimeSpan _ratingsTimeout =
        settings.Version == "v3" ? TimeSpan.FromSeconds(2.5) : TimeSpan.FromSeconds(10);

    public string Name => "Reviews";

    public async ValueTask<bool> TryHandleAsync(HttpContext context)
    {
        if (!ResourcePath.TryMatch(context.Request.Path, "/reviews", out var id))
        {
            return false;
        }

        if (id is null)
        {
            await context.Response.WriteErrorAsync(
                StatusCodes.Status400BadRequest, "please provide numeric product id");
            return true;
        }

        var ratings = _starColor is null ? null : await GetRatingsAsync(id.Value, context);
        var reviews = new BookReviews(
            $"{id.Value}",
            settings.PodName,
            settings.ClusterName,
            [
                new Review(
                    "Reviewer1",
                    "Two pairs of twins, one city, and not a soul who knows which is which. I laughed.",
                    RatingBy("Reviewer1", ratings)),
                new Review(
                    "Reviewer2",
                    "Light as a feather beside the later plays, yet every knot it ties it also unties.",
                    RatingBy("Reviewer2", ratings)),
            ]);
        await context.Response.WriteJsonAsync(reviews, SampleJson.Default.BookReviews);
        return true;
    }

    private async Task<BookRatings?> GetRatingsAsync(int id, HttpContext context)
    {
        var answer = await peers.GetAsync(settings.Ratings, $"/ratings/{id}", context, _ratingsTimeout);
        if (!answer.IsSuccess)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(answer.Body, SampleJson.Default.BookRatings);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private ReviewRating? RatingBy(string reviewer, BookRatings? ratings)
    {
        if (_starColor is null)
        {
            return null;
        }

        return ratings is not null && ratings.Ratings.TryGetValue(reviewer, out var stars)
            ? new ReviewRating(stars, _starColor, Error: null)
            : new ReviewRating(Stars: null, Color: null, "Ratings service is currently unavailable");
    }
}
