using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Outrigger.Samples.Bookinfo.Services;

namespace Outrigger.Samples.Bookinfo;

/// <summary>
/// Kestrel and one request handler: no routing tables, no configuration files, so that it starts fast.
/// </summary>
internal static class ServiceHost
{
    public static WebApplication Create(ServiceSettings settings, IService service)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(settings.BindAddress, settings.Port);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));

        var app = builder.Build();
        app.Run(context => HandleAsync(context, service));
        return app;
    }

    private static async Task HandleAsync(HttpContext context, IService service)
    {
        if (context.Request.Path == "/health")
        {
            await context.Response.WriteJsonAsync(
                new HealthStatus($"{service.Name} is healthy"), SampleJson.Default.HealthStatus);
            return;
        }

        if (!await service.TryHandleAsync(context))
        {
            await context.Response.WriteErrorAsync(StatusCodes.Status404NotFound, "no such page");
        }
    }
}
