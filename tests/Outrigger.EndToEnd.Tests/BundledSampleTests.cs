using System.Net;
using Outrigger.EndToEnd.Tests.Meshes;
using Outrigger.EndToEnd.Tests.Traffic;

namespace Outrigger.EndToEnd.Tests;

/// <summary><c>outrigger up</c> without a word more.</summary>
public sealed class BundledSampleTests
{
    private const string JasonToV2 = """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: reviews}
        spec:
          hosts: [reviews]
          http:
          - match: [{headers: {end-user: {exact: jason}}}]
            route: [{destination: {host: reviews, subset: v2}}]
          - route: [{destination: {host: reviews, subset: v1}}]
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_is_served_complete_and_everything_ends_with_the_command()
    {
        await using var mesh = await RunningMesh.StartAsync();
        using var client = new BookinfoClient(mesh.Ingress);

        var (status, page) = await client.GetAsync("/productpage");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("The Comedy of Errors", page);
        Assert.Contains("William Shakespeare", page);
        Assert.Contains("Reviewer2", page);
        Assert.DoesNotContain("unavailable", page);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/static/bookinfo.css")).Status);
        Assert.Equal(HttpStatusCode.Found, (await client.GetAsync("/")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/elsewhere")).Status);

        // The control plane, the gateway, and six pods of two processes.
        Assert.Equal(14, mesh.ProcessIds().Count);
        Assert.Equal(0, await mesh.StopAsync());
        Assert.Empty(mesh.ProcessIds());
    }

    [Fact]
    public async Task Who_signs_in_is_treated_as_the_rules_say_of_that_user()
    {
        await using var mesh = await RunningMesh.StartAsync();
        await mesh.ApplyTextAsync(JasonToV2, "rule", TimeSpan.FromSeconds(2));
        using var browser = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = mesh.Ingress };

        Assert.DoesNotContain("class=\"stars", await browser.GetStringAsync("/productpage", Cancellation));

        using var form = new FormUrlEncodedContent([new("username", "jason"), new("passwd", "")]);
        using var signedIn = await browser.PostAsync("/login", form, Cancellation);
        var page = await signedIn.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("<b id=\"user\">jason</b>", page);
        Assert.Contains("stars black", page);

        page = await browser.GetStringAsync("/logout", Cancellation);
        Assert.DoesNotContain("jason</b>", page);
        Assert.DoesNotContain("stars black", page);
    }

    [Fact]
    public async Task The_commands_work_against_the_running_mesh()
    {
        await using var mesh = await RunningMesh.StartAsync();
        string[] state = ["--state-dir", mesh.StateDirectory];

        var pods = (await OutriggerProgram.RunAsync(["get", "pods", .. state])).Succeeded().Output;
        Assert.Contains("reviews-v3-", pods);
        var endpoints =
            (await OutriggerProgram.RunAsync(["get", "endpoints", "reviews", .. state])).Succeeded().Output;
        Assert.Equal(3, endpoints.Split("ready").Length - 1);

        var rule = MeshArguments.Published("networking/virtual-service-all-v1.yaml");
        (await OutriggerProgram.RunAsync(["apply", "-f", rule, "--wait", .. state])).Succeeded();
        using var client = new BookinfoClient(mesh.Ingress);
        Assert.Equal([ReviewsVersion.V1], (await client.ShareAsync(200)).Keys);

        (await OutriggerProgram.RunAsync(["delete", "-f", rule, "--wait", .. state])).Succeeded();
        Assert.Equal(3, (await client.ShareAsync(200)).Count);
    }
}
