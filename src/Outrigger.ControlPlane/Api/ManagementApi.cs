using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Outrigger.ControlPlane.Api.Contract;
using Outrigger.ControlPlane.Client;
using Outrigger.ControlPlane.Configuration;
using Outrigger.ControlPlane.Push;
using Outrigger.ControlPlane.Security;
using Outrigger.Identity.Issuing;
using Outrigger.Xds.Server;

namespace Outrigger.ControlPlane.Api;

/// <summary>
/// The management API: HTTP/1.1 with JSON on the control plane's Unix socket. It maps paths to the classes
/// that answer.
/// </summary>
internal sealed partial class ManagementApi(
    PushScheduler scheduler, MeshConfiguration configuration, AdsServer ads, MeshSecurity security,
    ControlPlaneOptions options, IHostApplicationLifetime lifetime,
    ILogger<ManagementApi> logger)
{
    /// <summary>A caller that waits longer than this is answered with how far things are.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(10);

    private readonly ObjectWriter _writer = new(configuration);
    private readonly ObjectReader _reader = new(scheduler, configuration);
    private readonly SyncWaiter _sync = new(scheduler, ads, lifetime.ApplicationStopping);

    private readonly AuthorityApi _authority = new(security, options.Time, lifetime.ApplicationStopping);

    public void Map(WebApplication app)
    {
        var api = app.MapGroup("/v1").AddEndpointFilter(OnlyOnTheSocketAsync).AddEndpointFilter(AnswerFaultsAsync);
        api.MapPost("/apply", Answers(http => ChangeAsync(http, _writer.Apply)));
        api.MapPost("/delete", Answers(http => ChangeAsync(http, _writer.Delete)));
        api.MapPut("/runtime", Answers(http => ChangeAsync(http, _writer.SetRuntime)));
        api.MapDelete("/objects/{kind}/{ns}/{name}", DeleteOneAsync);
        api.MapGet("/objects/{kind}", (string kind) => _reader.List(kind, null, null));
        api.MapGet("/objects/{kind}/{ns}", (string kind, string ns) => _reader.List(kind, ns, null));
        api.MapGet("/objects/{kind}/{ns}/{name}", (string kind, string ns, string name) =>
            _reader.List(kind, ns, name));
        api.MapGet("/endpoints/{ns}/{service}", (string ns, string service) => _reader.Endpoints(ns, service));
        api.MapGet("/proxies", () => Json(_sync.Proxies()));
        api.MapGet("/status", Answers(StatusAsync));
        api.MapGet("/ca", () => Json(_authority.Status()));
        api.MapPost("/ca/rotate", Answers(RotateAsync));
    }

    /// <summary>
    /// The port where proxies connect is open to every process of the machine; what changes the mesh is not.
    /// Connections over the socket have no IP address.
    /// </summary>
    private static ValueTask<object?> OnlyOnTheSocketAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.Connection.LocalIpAddress is null
            ? next(context)
            : ValueTask.FromResult<object?>(Results.NotFound());

    /// <summary>
    /// A fault of ours is logged, and the caller is told in the form of every other refusal.
    /// </summary>
    private async ValueTask<object?> AnswerFaultsAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or BadHttpRequestException))
        {
            LogFault(exception, context.HttpContext.Request.Method, context.HttpContext.Request.Path);
            return Json(
                new Refusal($"the control plane failed: {exception.Message}", []),
                StatusCodes.Status500InternalServerError);
        }
    }

    /// <summary>Makes it plain to the framework that the handler's result is the answer.</summary>
    private static Delegate Answers(Func<HttpContext, Task<IResult>> handler) => handler;

    private async Task<IResult> ChangeAsync(HttpContext http, Func<string, string, ChangeOutcome> change)
    {
        using var reader = new StreamReader(http.Request.Body);
        var text = await reader.ReadToEndAsync(http.RequestAborted);
        var file = Uri.UnescapeDataString(http.Request.Headers[ManagementClient.FileHeader].ToString());
        return await AnswerAsync(http, change(text, file));
    }

    private Task<IResult> DeleteOneAsync(HttpContext http, string kind, string ns, string name) =>
        AnswerAsync(http, _writer.Delete(kind, ns, name));

    private async Task<IResult> AnswerAsync(HttpContext http, ChangeOutcome outcome)
    {
        if (outcome.Refusal is { } refusal)
            return Json(refusal, StatusCodes.Status422UnprocessableEntity);
        var sync = Seconds(http, "wait") is { } wait
            ? await _sync.WaitAsync(outcome.Version, wait, http.RequestAborted)
            : null;
        return Json(new ApplyResult(outcome.Version, outcome.Objects, sync));
    }

    private async Task<IResult> StatusAsync(HttpContext http)
    {
        if (long.TryParse(http.Request.Query["after"], CultureInfo.InvariantCulture, out var after))
            await _sync.WaitForChangeAsync(after, Seconds(http, "wait") ?? TimeSpan.Zero, http.RequestAborted);
        var state = scheduler.Current;
        return Json(new StatusView(
            true, configuration.Store.Current.Version, state.Version, ads.Clients.Clients.Count,
            state.Analysis.Messages.Select(DiagnosticView.Of).ToList()));
    }

    private async Task<IResult> RotateAsync(HttpContext http)
    {
        try
        {
            return Json(await _authority.RotateAsync(Seconds(http, "wait"), http.RequestAborted));
        }
        catch (InvalidIssuerException refusal)
        {
            return Json(new Refusal(refusal.Message, []), StatusCodes.Status422UnprocessableEntity);
        }
    }

    private static TimeSpan? Seconds(HttpContext http, string name) =>
        double.TryParse(http.Request.Query[name], CultureInfo.InvariantCulture, out var seconds) && seconds >= 0
            ? TimeSpan.FromSeconds(Math.Min(seconds, WaitMax.TotalSeconds))
            : null;

    private static IResult Json<T>(T value, int status = StatusCodes.Status200OK) =>
        Results.Json(value, ApiJson.Options, statusCode: status);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private partial void LogFault(Exception exception, string method, string path);
}
