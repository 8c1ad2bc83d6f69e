using System.Net;
using System.Text;

namespace Outrigger.Samples.Bookinfo.Page;

/// <summary>What the page shows; null details or reviews are services that did not answer.</summary>
internal sealed record ProductPageModel(
    Product Product, string? User, string PodName, BookDetails? Details, BookReviews? Reviews);

/// <summary>Writes the product page. Everything that came from elsewhere is encoded.</summary>
internal static class ProductPageHtml
{
    private const int MaxStars = 5;

    public static string Render(ProductPageModel model)
    {
        var html = new StringBuilder(8192);
        html.Append($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Encode(model.Product.Title)} · Bookinfo</title>
            <link rel="stylesheet" href="/static/bookinfo.css">
            <link rel="icon" href="data:,">
            </head>
            <body>
            <header class="bar">
            <a class="brand" href="/productpage"><span class="mark"></span>Bookinfo</a>
            {SignInForm(model.User)}
            </header>
            <main>
            """);
        AppendBook(html, model);
        AppendReviews(html, model.Reviews);
        html.Append("</main>");
        AppendPath(html, model);
        html.Append("</body></html>\n");
        return html.ToString();
    }

    private static string SignInForm(string? user) => user is null
        ? """
            <form class="account" method="post" action="/login">
            <input name="username" placeholder="user name, e.g. jason" aria-label="User name"
            required maxlength="64">
            <button>Sign in</button>
            </form>
            """
        : $"""
            <div class="account"><span>Signed in as <b id="user">{Encode(user)}</b></span>
            <a class="button" href="/logout">Sign out</a></div>
            """;

    private static void AppendBook(StringBuilder html, ProductPageModel model)
    {
        html.Append($"""
            <section class="book">
            <div class="cover" aria-hidden="true"><i>{Encode(model.Product.Title)}</i></div>
            <div class="about">
            <h1>{Encode(model.Product.Title)}</h1>
            <p class="summary">{model.Product.DescriptionHtml}</p>
            <h2>Book details</h2>
            """);
        if (model.Details is not { } details)
        {
            html.Append(
                """<p class="error">Sorry, product details are currently unavailable for this book.</p>""");
        }
        else
        {
            html.Append("<dl>");
            AppendRow(html, "Author", details.Author);
            AppendRow(html, "Year", $"{details.Year}");
            AppendRow(html, "Type", details.Type);
            AppendRow(html, "Pages", $"{details.Pages}");
            AppendRow(html, "Publisher", details.Publisher);
            AppendRow(html, "Language", details.Language);
            AppendRow(html, "ISBN-10", details.Isbn10);
            AppendRow(html, "ISBN-13", details.Isbn13);
            html.Append("</dl>");
        }

        html.Append("</div></section>");
    }

    private static void AppendRow(StringBuilder html, string name, string value) =>
        html.Append($"<div><dt>{name}</dt><dd>{Encode(value)}</dd></div>");

    private static void AppendReviews(StringBuilder html, BookReviews? reviews)
    {
        html.Append("""<section class="reviews"><h2>Book reviews</h2>""");
        if (reviews is null)
        {
            html.Append(
                """<p class="error">Sorry, product reviews are currently unavailable for this book.</p>""");
        }
        else
        {
            html.Append("""<div class="cards">""");
            foreach (var review in reviews.Reviews)
            {
                html.Append($"""
                    <article><blockquote>{Encode(review.Text)}</blockquote>
                    {Stars(review.Rating)}<footer>{Encode(review.Reviewer)}</footer></article>
                    """);
            }

            html.Append("</div>");
        }

        html.Append("</section>");
    }

    private static string Stars(ReviewRating? rating)
    {
        switch (rating)
        {
            case null:
                return "";
            case { Stars: { } stars }:
                var filled = Math.Clamp(stars, 0, MaxStars);
                var color = rating.Color == "red" ? "red" : "black";
                return $"""<p class="stars {color}" aria-label="{filled} of {MaxStars} stars">"""
                    + new string('★', filled)
                    + $"<span>{new string('★', MaxStars - filled)}</span></p>";
            default:
                return $"""<p class="error">{Encode(rating.Error ?? "No rating.")}</p>""";
        }
    }

    /// <summary>The strip at the foot of the page: which processes made it.</summary>
    private static void AppendPath(StringBuilder html, ProductPageModel model)
    {
        var reviews = model.Reviews;
        var rating =
            reviews?.Reviews.Select(review => review.Rating).FirstOrDefault(rating => rating is not null);
        html.Append($"""
            <footer class="path"><span class="label">Served by</span>
            <span class="hop">{Encode(model.PodName)}</span><span class="arrow">→</span>
            """);
        if (reviews is null)
        {
            html.Append("""<span class="hop down">reviews: no answer</span>""");
        }
        else
        {
            var note = rating switch
            {
                null => "no stars",
                { Stars: not null } => $"{Encode(rating.Color ?? "")} stars",
                _ => "no ratings",
            };
            html.Append(
                $"""<span class="hop" id="reviews-pod">{Encode(reviews.PodName)}<em>{note}</em></span>""");
        }

        if (rating is { Stars: not null })
        {
            html.Append("""<span class="arrow">→</span><span class="hop">ratings</span>""");
        }

        html.Append("</footer>");
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
