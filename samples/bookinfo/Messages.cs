using System.Text.Json.Serialization;

namespace Outrigger.Samples.Bookinfo;

// The JSON that the services exchange, field for field as Istio's Bookinfo speaks it.

internal sealed record Product(
    int Id, string Title, [property: JsonPropertyName("descriptionHtml")] string DescriptionHtml);

internal sealed record BookDetails(
    int Id,
    string Author,
    int Year,
    string Type,
    int Pages,
    string Publisher,
    string Language,
    [property: JsonPropertyName("ISBN-10")] string Isbn10,
    [property: JsonPropertyName("ISBN-13")] string Isbn13);

internal sealed record BookReviews(
    string Id,
    [property: JsonPropertyName("podname")] string PodName,
    [property: JsonPropertyName("clustername")] string ClusterName,
    IReadOnlyList<Review> Reviews);

internal sealed record Review(string Reviewer, string Text, ReviewRating? Rating);

/// <summary>Either stars and their color, or why there are none.</summary>
internal sealed record ReviewRating(int? Stars, string? Color, string? Error);

internal sealed record BookRatings(int Id, IReadOnlyDictionary<string, int> Ratings);

internal sealed record HealthStatus(string Status);

internal sealed record ErrorMessage(string Error);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<Product>))]
[JsonSerializable(typeof(BookDetails))]
[JsonSerializable(typeof(BookReviews))]
[JsonSerializable(typeof(BookRatings))]
[JsonSerializable(typeof(Dictionary<string, int>))]
[JsonSerializable(typeof(HealthStatus))]
[JsonSerializable(typeof(ErrorMessage))]
internal sealed partial class SampleJson : JsonSerializerContext;
