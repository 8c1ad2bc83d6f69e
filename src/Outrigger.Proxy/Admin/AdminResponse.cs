namespace Outrigger.Proxy.Admin;

/// <summary>A response of the administration server.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The content.</param>
/// <param name="ContentType">What the content is.</param>
internal sealed record AdminResponse(int Status, string Body, string ContentType = AdminResponse.PlainText)
{
    /// <summary>Text for people.</summary>
    public const string PlainText = "text/plain; charset=UTF-8";

    /// <summary>JSON.</summary>
    public const string Json = "application/json";

    /// <summary>A page for browsers.</summary>
    public const string Html = "text/html; charset=UTF-8";

    /// <summary>The method that the path wants, when the request had another one; else null.</summary>
    public string? Allow { get; init; }

    /// <summary>
    /// What happens once the response is on its way, or null: the end of the program must not overtake it.
    /// </summary>
    public Action? AfterSent { get; init; }

    /// <summary>200 with text.</summary>
    public static AdminResponse Text(string body) => new(200, body);

    /// <summary>200 with JSON.</summary>
    public static AdminResponse OfJson(string body) => new(200, body, Json);

    /// <summary>200 with <c>OK</c>, as Envoy answers mutations.</summary>
    public static AdminResponse Ok { get; } = new(200, "OK\n");

    /// <summary>400 with a sentence.</summary>
    public static AdminResponse BadRequest(string message) => new(400, message + "\n");
}
