using Microsoft.AspNetCore.Http;

namespace Outrigger.Samples.Bookinfo.Page;

/// <summary>
/// The page's one style sheet, kept inside the program so that it needs no files beside it.
/// </summary>
internal static class StyleSheet
{
    private static readonly byte[] Content = Load();

    public static Task WriteAsync(HttpResponse response)
    {
        response.ContentType = "text/css; charset=utf-8";
        response.ContentLength = Content.Length;
        response.Headers.CacheControl = "max-age=60";
        return response.Body.WriteAsync(Content).AsTask();
    }

    private static byte[] Load()
    {
        using var stream = typeof(StyleSheet).Assembly.GetManifestResourceStream("bookinfo.css")!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
