namespace Outrigger.Interop.Tests.Http;

/// <summary>The ways through the proxies that tests are run over.</summary>
public static class Ways
{
    public static TheoryData<string> All =>
    [
        "h1 plain", "h1 over mutual TLS", "h1 TLS everywhere", "h1 over h2", "h2 plain", "h2 over mutual TLS",
        "h2 TLS everywhere", "h2 to h1",
    ];

    public static TheoryData<string> ToHttp1Servers =>
        ["h1 plain", "h1 over mutual TLS", "h1 TLS everywhere", "h1 over h2", "h2 to h1"];

    public static TheoryData<string> OfHttp2Clients =>
        ["h2 plain", "h2 over mutual TLS", "h2 TLS everywhere", "h2 to h1"];

    public static TheoryData<string> OfHttp1Clients =>
        ["h1 plain", "h1 over mutual TLS", "h1 TLS everywhere", "h1 over h2"];

    public static TheoryData<string> OfHttp2 => ["h2 plain", "h2 over mutual TLS", "h2 TLS everywhere"];

    public static TheoryData<string> ForLargeBodies => ["h1 plain", "h2 plain", "h2 TLS everywhere"];
}
