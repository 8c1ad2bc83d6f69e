using System.Net;
using Outrigger.Proxy.Logging;

namespace Outrigger.Proxy.Dns;

/// <summary>How often a name is looked up.</summary>
/// <param name="Refresh">After a success.</param>
/// <param name="FailureBase">The least pause after a failure.</param>
/// <param name="FailureMax">The longest pause after failures.</param>
internal sealed record DnsRefreshPolicy(TimeSpan Refresh, TimeSpan FailureBase, TimeSpan FailureMax)
{
    /// <summary>Envoy's default: every 5 seconds, after failures too.</summary>
    public static DnsRefreshPolicy Default { get; } =
        new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5));
}

/// <summary>
/// Looks up one name again and again until it is disposed, on the thread pool. Keeps the last good addresses
/// when a look-up fails. The pause after failures doubles, with jitter, so that many proxies do not ask in
/// step.
/// </summary>
internal sealed class DnsTarget : IDisposable
{
    private static readonly TimeSpan LookupTimeout = TimeSpan.FromSeconds(10);

    private readonly string _hostName;
    private readonly DnsLookupFamily _family;
    private readonly DnsRefreshPolicy _policy;
    private readonly DnsEnvironment _environment;
    private readonly Action<DnsTarget> _onAnswer;
    private readonly CancellationTokenSource _ended = new();
    private int _failuresInRow;

    /// <summary>Makes the target; <see cref="Start"/> begins the look-ups.</summary>
    /// <param name="hostName">The name, or an IP address.</param>
    /// <param name="family">Which IP versions are wanted.</param>
    /// <param name="policy">How often.</param>
    /// <param name="environment">Resolver, clock, randomness and log.</param>
    /// <param name="onAnswer">
    /// Called after every look-up, from a thread of the pool, never twice at once.
    /// </param>
    public DnsTarget(
        string hostName,
        DnsLookupFamily family,
        DnsRefreshPolicy policy,
        DnsEnvironment environment,
        Action<DnsTarget> onAnswer)
    {
        _hostName = hostName;
        _family = family;
        _policy = policy;
        _environment = environment;
        _onAnswer = onAnswer;
    }

    /// <summary>The addresses of the last look-up that succeeded; empty before.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; private set; } = [];

    /// <summary>Whether any look-up ended, well or not.</summary>
    public bool HasAnswer { get; private set; }

    /// <summary>Whether the last look-up succeeded.</summary>
    public bool Succeeded { get; private set; }

    /// <summary>Begins the look-ups. The first one starts at once.</summary>
    public void Start() => _ = RunAsync(_ended.Token);

    /// <summary>Ends the look-ups. A last call of the callback may be on its way.</summary>
    public void Dispose()
    {
        _ended.Cancel();
        _ended.Dispose();
    }

    private async Task RunAsync(CancellationToken ended)
    {
        try
        {
            while (!ended.IsCancellationRequested)
            {
                await LookUpAsync(ended);
                if (!ended.IsCancellationRequested)
                {
                    Report();
                }

                await Task.Delay(NextPause(), _environment.Time, ended);
            }
        }
        catch (OperationCanceledException)
        {
            // The target is not wanted any more: that is how this loop ends.
            return;
        }
    }

    private void Report()
    {
        try
        {
            _onAnswer(this);
        }
        catch (Exception exception)
        {
            // A fault of ours must not end the look-ups: the next answer may be taken.
            _environment.Log.Error(
                "dns", "an answer was not taken", ("host", _hostName), ("exception", exception));
        }
    }

    private async Task LookUpAsync(CancellationToken ended)
    {
        try
        {
            using var timeout = new CancellationTokenSource(LookupTimeout, _environment.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ended, timeout.Token);
            IReadOnlyList<IPAddress> answer = await _environment.Resolver.ResolveAsync(
                _hostName, either.Token);
            Addresses = AddressSelection.Select(answer, _family);
            Succeeded = true;
            _failuresInRow = 0;
        }
        catch (Exception exception) when (exception is System.Net.Sockets.SocketException
            or OperationCanceledException or ArgumentException)
        {
            ended.ThrowIfCancellationRequested();
            Succeeded = false;
            LogFailure(exception);
            _failuresInRow++;
        }

        HasAnswer = true;
    }

    private void LogFailure(Exception exception)
    {
        // The first of a row is news, the rest is not.
        LogLevel level = _failuresInRow == 0 ? LogLevel.Warning : LogLevel.Debug;
        string reason = exception is OperationCanceledException ? "no answer in time" : exception.Message;
        _environment.Log.Write(
            level, "dns", "look-up failed, the last good addresses stay",
            ("host", _hostName), ("reason", reason), ("addresses", Addresses.Count));
    }

    private TimeSpan NextPause()
    {
        if (Succeeded)
        {
            return _policy.Refresh;
        }

        double doubled = _policy.FailureBase.TotalMilliseconds * Math.Pow(
            2, Math.Min(_failuresInRow - 1, 20));
        double longest = Math.Min(doubled, _policy.FailureMax.TotalMilliseconds);
        double least = Math.Min(_policy.FailureBase.TotalMilliseconds, longest) / 2;
        return TimeSpan.FromMilliseconds(least + (longest - least) * _environment.NextRandomShare());
    }
}
