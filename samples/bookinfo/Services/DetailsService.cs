using Microsoft.AspNetCore.Http;

namespace Outrigger.Samples.Bookinfo.Services;

/// <summary>GET /details/{id}: what is printed on the book.</summary>
internal sealed class DetailsService : IService
{
    public string Name => "Details";

    public async ValueTask<bool> TryHandleAsync(HttpContext context)
    {
        if (!ResourcePath.TryMatch(context.Request.Path, "/details", out var id))
        {
            return false;
        }

        if (id is null)
        {
            await context.Response.WriteErrorAsync(
                StatusCodes.Status400BadRequest, "please provide numeric product id");
            return true;
        }

        await context.Response.WriteJsonAsync(DetailsOf(id.Value), SampleJson.Default.BookDetails);
        return true;
    }

    private static BookDetails DetailsOf(int id) => new(
        id,
        Author: "William Shakespeare",
        Year: 1595,
        Type: "paperback",
        Pages: 200,
        Publisher: "PublisherA",
        Language: "English",
        Isbn10: "1234567890",
        Isbn13: "123-1234567890");
}
