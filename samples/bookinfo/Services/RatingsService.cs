using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Outrigger.Samples.Bookinfo.Services;

/// <summary>
/// GET /ratings/{id}: stars by reviewer. POST /ratings/{id} replaces them until the process ends.
/// </summary>
internal sealed class RatingsService : IService
{
    private const int MaxPostedProducts = 1000;

    private static readonly Dictionary<string, int> DefaultRatings = new()
    {
        ["Reviewer1"] = 5,
        ["Reviewer2"] = 4,
    };

    private readonly ConcurrentDictionary<int, Dictionary<string, int>> _posted = new();

    public string Name => "Ratings";

    public async ValueTask<bool> TryHandleAsync(HttpContext context)
    {
        if (!ResourcePath.TryMatch(context.Request.Path, "/ratings", out var id))
        {
            return false;
        }

        if (id is null)
        {
            await context.Response.WriteErrorAsync(
                StatusCodes.Status400BadRequest, "please provide numeric product ID");
        }
        else if (HttpMethods.IsPost(context.Request.Method))
        {
            await ReplaceAsync(context, id.Value);
        }
        else
        {
            await WriteRatingsAsync(context, id.Value);
        }

        return true;
    }

    private async Task ReplaceAsync(HttpContext context, int id)
    {
        Dictionary<string, int>? ratings;
        try
        {
            ratings = await JsonSerializer.DeserializeAsync(
                context.Request.Body, SampleJson.Default.DictionaryStringInt32, context.RequestAborted);
        }
        catch (JsonException)
        {
            ratings = null;
        }

        if (ratings is null)
        {
            await context.Response.WriteErrorAsync(
                StatusCodes.Status400BadRequest, "please provide valid ratings JSON");
            return;
        }

        if (!_posted.ContainsKey(id) && _posted.Count >= MaxPostedProducts)
        {
            await context.Response.WriteErrorAsync(
                StatusCodes.Status507InsufficientStorage, "too many products have ratings already");
            return;
        }

        _posted[id] = ratings;
        await WriteRatingsAsync(context, id);
    }

    private Task WriteRatingsAsync(HttpContext context, int id)
    {
        var ratings = _posted.GetValueOrDefault(id, DefaultRatings);
        return context.Response.WriteJsonAsync(new BookRatings(id, ratings), SampleJson.Default.BookRatings);
    }
}
