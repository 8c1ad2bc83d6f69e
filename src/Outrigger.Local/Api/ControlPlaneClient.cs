using Outrigger.ControlPlane.Api.Contract;
using Outrigger.ControlPlane.Client;
using Outrigger.Resources;

namespace Outrigger.Local.Api;

/// <summary>Asks the control plane through its management API.</summary>
internal sealed class ControlPlaneClient(ManagementClient client) : IControlPlane
{
    private static readonly TimeSpan WatchTime = TimeSpan.FromSeconds(20);

    /// <summary>Whether the control plane answers and has read its configuration.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancellation)
    {
        try
        {
            return (await AskAsync(() => client.StatusAsync(cancellation: cancellation))).Ready;
        }
        catch (ControlPlaneUnavailableException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async Task<ConfigurationStatus> WaitForChangeAsync(long known, CancellationToken cancellation)
    {
        while (true)
        {
            var status = await AskAsync(() => client.StatusAsync(known, WatchTime, cancellation));
            if (status.PushedVersion != known)
            {
                return new ConfigurationStatus(
                    status.PushedVersion,
                    [.. status.Diagnostics.Where(IsError).Select(diagnostic => diagnostic.ToString())]);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ResourceObject<TSpec>>> ListAsync<TSpec>(CancellationToken cancellation)
        where TSpec : class, IResourceSpec
    {
        var kind = ResourceKinds.Of<TSpec>().Name;
        var list = await AskAsync(() => client.GetAsync(kind, cancellation: cancellation));
        return [.. ResourceReader.Read(list.GetRawText(), kind).Objects.OfType<ResourceObject<TSpec>>()];
    }

    /// <inheritdoc/>
    public Task PutRuntimeAsync(string objects, TimeSpan? wait, CancellationToken cancellation) =>
        AskAsync(() => client.SetRuntimeAsync(objects, wait, cancellation));

    private static bool IsError(DiagnosticView diagnostic) =>
        diagnostic.Severity.Equals(nameof(Severity.Error), StringComparison.OrdinalIgnoreCase);

    private static async Task<T> AskAsync<T>(Func<Task<T>> question)
    {
        try
        {
            return await question();
        }
        catch (ManagementException exception)
        {
            var lines = exception.Diagnostics.Select(diagnostic => diagnostic.ToString());
            throw new ControlPlaneUnavailableException(
                string.Join(' ', lines.Prepend(exception.Message)),
                isRefusal: exception.InnerException is null,
                exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            // It ended while it answered.
            throw new ControlPlaneUnavailableException(exception.Message, isRefusal: false, exception);
        }
    }
}
