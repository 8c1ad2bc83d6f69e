using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Outrigger.Samples.Bookinfo;

/// <summary>
/// The three ways in which the services answer: a JSON value, a peer's answer as it came, an error.
/// </summary>
internal static class JsonResponses
{
    private const string JsonContentType = "application/json";

    public static Task WriteJsonAsync<T>(this HttpResponse response, T value, JsonTypeInfo<T> type)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, type);
        response.ContentType = JsonContentType;
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body).AsTask();
    }

    public static Task WriteRelayedAsync(this HttpResponse response, PeerAnswer answer)
    {
        response.StatusCode = answer.StatusCode;
        response.ContentType = JsonContentType;
        response.ContentLength = answer.Body.Length;
        return response.Body.WriteAsync(answer.Body).AsTask();
    }

    public static Task WriteErrorAsync(this HttpResponse response, int statusCode, string error)
    {
        response.StatusCode = statusCode;
        return response.WriteJsonAsync(new ErrorMessage(error), SampleJson.Default.ErrorMessage);
    }
}
