using Outrigger.Proxy.Model;
using Outrigger.Proxy.Tls;

namespace Outrigger.Proxy.Dynamic;

/// <summary>
/// The waiting of listeners and clusters for their secrets, each for as long as whoever refers to it says. A
/// secret that did not come in time is waited for no more: who needs it serves, and refuses connections until
/// it comes, as in Envoy. Guarded by the control gate.
/// </summary>
internal sealed class SecretWait(ManagerContext context, TlsSecretStore secrets)
{
    private readonly Dictionary<AwaitedSecret, ITimer> _timers = [];
    private readonly HashSet<AwaitedSecret> _timedOut = [];

    /// <summary>The secrets that keep TLS from beginning.</summary>
    public IEnumerable<SecretReference> Missing(IEnumerable<ITlsModel> models) => models
        .Where(model => !model.Contexts.HasContext)
        .SelectMany(model => model.AwaitedSecrets)
        .Where(secret => !IsOver(secret))
        .Select(secret => secret.Reference)
        .Distinct();

    /// <summary>Whether nobody has to wait; if not, the time begins to run.</summary>
    public bool IsOver(IEnumerable<ITlsModel> models)
    {
        bool isOver = true;
        foreach (ITlsModel model in models)
        {
            if (model.Contexts.HasContext)
            {
                continue;
            }

            foreach (AwaitedSecret secret in model.AwaitedSecrets)
            {
                if (!IsOver(secret))
                {
                    isOver = false;
                    StartTimer(secret);
                }
            }
        }

        return isOver;
    }

    /// <summary>Ends the waits for a secret that has come.</summary>
    public void End(SecretReference reference)
    {
        foreach (AwaitedSecret secret in _timers.Keys.Where(secret => secret.Reference == reference).ToArray())
        {
            _timers[secret].Dispose();
            _timers.Remove(secret);
        }

        _timedOut.RemoveWhere(secret => secret.Reference == reference);
    }

    private bool IsOver(AwaitedSecret secret) =>
        secrets.FindDiscovered(secret.Reference) is not null || _timedOut.Contains(secret);

    private void StartTimer(AwaitedSecret secret)
    {
        if (secret.TimeoutMs == 0 || _timers.ContainsKey(secret))
        {
            return;
        }

        _timers[secret] = context.StartTimer(secret.TimeoutMs, () =>
        {
            if (!_timers.Remove(secret, out ITimer? timer))
            {
                return;
            }

            timer.Dispose();
            if (!IsOver(secret))
            {
                _timedOut.Add(secret);
                context.Stats.Counter("sds.init_fetch_timeout").Add();
                context.Log.Warning(
                    "secret", "no secret in time, going on without: connections that need it are refused",
                    ("secret", secret.Reference.Name));
            }
        });
    }
}
