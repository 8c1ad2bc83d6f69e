using Microsoft.Extensions.Time.Testing;
using Outrigger.ControlPlane.KeySets;
using Outrigger.ControlPlane.Tests.Support;

namespace Outrigger.ControlPlane.Tests;

/// <summary>Keys of issuers are fetched, kept, and handed to proxies; no push waits for an issuer.</summary>
public sealed class KeySetTests
{
    private const string Keys = """{"keys":[{"kty":"RSA","kid":"one"}]}""";
    private const string OtherKeys = """{"keys":[{"kty":"RSA","kid":"two"}]}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keys_come_to_proxies_once_they_are_fetched_and_again_when_they_change()
    {
        using var issuer = new TestIssuer();
        issuer.Answer("/keys", Keys);
        var time = new FakeTimeProvider();
        await using var controlPlane = await TestControlPlane.StartAsync(
            time, ("mesh.yaml", $"{Meshes.Services}\n---\n{Authentication($"jwksUri: {issuer.Address}/keys")}"));
        await UntilAsync(time, () => StoredAsync(controlPlane, "one"));
        issuer.Answer("/keys", OtherKeys);
        time.Advance(TimeSpan.FromMinutes(19));
        Assert.Equal(1, issuer.Count("/keys"));
        time.Advance(TimeSpan.FromMinutes(2));
        await UntilAsync(time, () => StoredAsync(controlPlane, "two"));
    }

    [Fact]
    public async Task The_issuers_OpenID_configuration_says_where_keys_are()
    {
        using var issuer = new TestIssuer();
        issuer.Answer("/.well-known/openid-configuration", $$"""{"jwks_uri":"{{issuer.Address}}/elsewhere"}""");
        issuer.Answer("/elsewhere", Keys);
        var time = new FakeTimeProvider();
        await using var controlPlane = await TestControlPlane.StartAsync(
            time, ("mesh.yaml", Authentication("audiences: [x]", $"{issuer.Address}/")));
        await UntilAsync(time, () => StoredAsync(controlPlane, "one"));
    }

    [Fact]
    public async Task A_failure_is_told_is_tried_again_after_a_minute_and_leaves_the_last_good_keys()
    {
        using var issuer = new TestIssuer();
        var time = new FakeTimeProvider();
        await using var controlPlane = await TestControlPlane.StartAsync(
            time, ("mesh.yaml", Authentication($"jwksUri: {issuer.Address}/keys?secret=1")));
        await UntilAsync(time, () => TellsAsync(controlPlane, "no token of this issuer is good until they are"));
        var status = await controlPlane.Client.StatusAsync(cancellation: Cancellation);
        Assert.DoesNotContain(status.Diagnostics, each => each.ToString().Contains("secret", StringComparison.Ordinal));
        Assert.Contains(status.Diagnostics, each => each.ToString().Contains(
            "the answer was 404, expected 200", StringComparison.Ordinal));

        issuer.Answer("/keys", Keys);
        time.Advance(TimeSpan.FromSeconds(61));
        await UntilAsync(time, () => StoredAsync(controlPlane, "one"));
        await UntilAsync(time, async () => !await TellsAsync(controlPlane, "could not be fetched"));

        issuer.Answer("/keys", "<html>");
        time.Advance(TimeSpan.FromMinutes(21));
        await UntilAsync(time, () => TellsAsync(controlPlane, "the keys that were fetched before stay in force"));
        Assert.True(await StoredAsync(controlPlane, "one"));
    }

    [Fact]
    public async Task A_control_plane_that_starts_anew_has_the_keys_before_it_can_fetch_any()
    {
        var issuer = new TestIssuer();
        issuer.Answer("/keys", Keys);
        var time = new FakeTimeProvider();
        await using var controlPlane = await TestControlPlane.StartAsync(
            time, ("mesh.yaml", Authentication($"jwksUri: {issuer.Address}/keys")));
        await UntilAsync(time, () => StoredAsync(controlPlane, "one"));
        await controlPlane.StopAsync();
        issuer.Dispose();
        await controlPlane.StartAgainAsync();
        await UntilAsync(time, () => TellsAsync(controlPlane, "the keys that were fetched before stay in force"));
    }

    public static TheoryData<string, string> BadAnswers() => new()
    {
        { "{}", "no keys" },
        { """{"keys":[]}""", "no keys" },
        { """{"keys":{}}""", "no keys" },
        { "[]", "no keys" },
        { "no json", "not JSON" },
        { $$"""{"keys":["{{new string('x', 1024 * 1024)}}"]}""", "" },
    };

    [Theory]
    [MemberData(nameof(BadAnswers))]
    public async Task What_is_no_key_set_is_refused(string answer, string reason)
    {
        using var issuer = new TestIssuer();
        issuer.Answer("/keys", answer);
        using var fetcher = new KeySetFetcher(TimeProvider.System);
        var refusal = await Assert.ThrowsAsync<KeySetException>(() => fetcher.FetchAsync(
            new KeySetSource($"{issuer.Address}/keys", IsDiscovered: false), TimeSpan.FromSeconds(20), Cancellation));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_issuer_that_does_not_answer_is_given_up()
    {
        using var issuer = new TestIssuer();
        issuer.Hang("/keys");
        var time = new FakeTimeProvider();
        using var fetcher = new KeySetFetcher(time);
        var fetch = fetcher.FetchAsync(
            new KeySetSource($"{issuer.Address}/keys", IsDiscovered: false), TimeSpan.FromSeconds(5), Cancellation);
        time.Advance(TimeSpan.FromSeconds(5));
        var refusal = await Assert.ThrowsAsync<KeySetException>(() => fetch.WaitAsync(TestControlPlane.Deadline, Cancellation));
        Assert.Equal("no answer within 5 s", refusal.Message);
    }

    private static string Authentication(string rule, string issuer = "https://issuer.example") =>
        $$"""
        apiVersion: security.istio.io/v1
        kind: RequestAuthentication
        metadata: { name: tokens }
        spec:
          jwtRules:
          - issuer: {{issuer}}
            timeout: 1h
            {{rule}}
        """;

    private static Task<bool> StoredAsync(TestControlPlane controlPlane, string keyId)
    {
        var file = StateDirectory.KeySetsFile(controlPlane.StateFolder);
        return Task.FromResult(
            File.Exists(file) && File.ReadAllText(file).Contains($"u0022{keyId}\\u0022", StringComparison.Ordinal));
    }

    private static async Task<bool> TellsAsync(TestControlPlane controlPlane, string message)
    {
        var status = await controlPlane.Client.StatusAsync(cancellation: Cancellation);
        return status.Diagnostics.Any(each => each.ToString().Contains(message, StringComparison.Ordinal));
    }

    /// <summary>
    /// Time goes on in small steps, so that pushes happen that wait for quiet, and not so fast that it runs away from
    /// what takes real time.
    /// </summary>
    private static async Task UntilAsync(FakeTimeProvider time, Func<Task<bool>> condition)
    {
        var deadline = Environment.TickCount64 + (long)TestControlPlane.Deadline.TotalMilliseconds;
        while (!await condition())
        {
            Assert.True(Environment.TickCount64 < deadline, "not in time");
            time.Advance(TimeSpan.FromMilliseconds(25));
            await Task.Delay(2, Cancellation);
        }
    }
}
