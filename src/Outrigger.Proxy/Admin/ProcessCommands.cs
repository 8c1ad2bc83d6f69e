using System.Text;
using Envoy.Admin.V3;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Proxy.Bootstrap;
using Outrigger.Proxy.Logging;
using Outrigger.Xds.Contract.Json;

namespace Outrigger.Proxy.Admin;

/// <summary>
/// The paths about the program as a whole: readiness, information, log level, draining, the end.
/// </summary>
internal sealed class ProcessCommands
{
    private readonly IProcessControl _process;
    private readonly EventLog _log;
    private readonly ProxyOptions _options;
    private readonly Envoy.Config.Core.V3.Node _node;
    private readonly TimeProvider _time;
    private readonly long _startedAt;

    /// <summary>Makes the commands; uptime counts from now.</summary>
    public ProcessCommands(
        IProcessControl process, EventLog log, ProxyOptions options, Envoy.Config.Core.V3.Node node,
        TimeProvider time)
    {
        _process = process;
        _log = log;
        _options = options;
        _node = node;
        _time = time;
        _startedAt = time.GetTimestamp();
    }

    /// <summary>The commands.</summary>
    public IEnumerable<AdminCommand> All =>
    [
        new("/ready", "print server state, return 200 if LIVE, otherwise return 503", IsMutation: false,
            _ => ShowReady()),
        new("/server_info", "print server version/status information", IsMutation: false, _ => ShowInfo()),
        new("/memory", "print current allocation/heap usage", IsMutation: false, _ => ShowMemory()),
        new("/logging", "change the log level (level=…)", IsMutation: true, SetLogging),
        new("/quitquitquit", "exit the server", IsMutation: true,
            _ => AdminResponse.Ok with { AfterSent = _process.Quit }),
        new("/healthcheck/fail", "cause the server to fail health checks", IsMutation: true,
            _ => Do(_process.FailHealthCheck)),
        new("/healthcheck/ok", "cause the server to pass health checks", IsMutation: true,
            _ => Do(_process.PassHealthCheck)),
        new("/drain_listeners", "drain listeners (graceful)", IsMutation: true,
            request => Do(() => _process.DrainListeners(request.Query.ContainsKey("graceful")))),
    ];

    private static AdminResponse Do(Action action)
    {
        action();
        return AdminResponse.Ok;
    }

    private AdminResponse ShowReady()
    {
        ServerInfo.Types.State state = _process.State;
        return new AdminResponse(state == ServerInfo.Types.State.Live ? 200 : 503, NameOf(state) + "\n");
    }

    private AdminResponse ShowInfo()
    {
        Duration uptime = Duration.FromTimeSpan(TimeSpan.FromSeconds(
            Math.Floor(_time.GetElapsedTime(_startedAt).TotalSeconds)));
        var info = new ServerInfo
        {
            Version = $"outrigger/{ProgramVersion.Number}",
            State = _process.State,
            UptimeCurrentEpoch = uptime,
            UptimeAllEpochs = uptime,
            HotRestartVersion = "disabled",
            Node = _node,
            CommandLineOptions = new CommandLineOptions
            {
                Concurrency = (uint)_options.Concurrency,
                ConfigPath = _options.ConfigPath ?? "",
                ConfigYaml = _options.ConfigYaml ?? "",
                LogLevel = LogLevels.NameOf(_options.LogLevel),
                DrainTime = Duration.FromTimeSpan(TimeSpan.FromSeconds(_options.DrainTimeSeconds)),
                Mode = CommandLineOptions.Types.Mode.Serve,
            },
        };
        string json = ProtoJsonWriter.ToJson(info, ProtoJsonOptions.Readable);

        // LIVE is the enum's zero, which protobuf's JSON leaves out; scripts look for it.
        if (info.State == ServerInfo.Types.State.Live)
        {
            int afterBrace = json.IndexOf('{') + 1;
            json = json.Insert(afterBrace, "\n  \"state\": \"LIVE\",");
        }

        return AdminResponse.OfJson(json + "\n");
    }

    private static AdminResponse ShowMemory()
    {
        GCMemoryInfo memory = GC.GetGCMemoryInfo();
        return AdminResponse.OfJson(
            $$"""
            {
             "allocated": "{{GC.GetTotalMemory(forceFullCollection: false)}}",
             "heap_size": "{{memory.HeapSizeBytes}}",
             "pageheap_unmapped": "{{Math.Max(0, memory.TotalCommittedBytes - memory.HeapSizeBytes)}}",
             "pageheap_free": "{{memory.FragmentedBytes}}",
             "total_thread_cache": "0",
             "total_physical_bytes": "{{Environment.WorkingSet}}"
            }

            """);
    }

    private AdminResponse SetLogging(AdminRequest request)
    {
        foreach ((string name, string value) in request.Query)
        {
            // Envoy has a level for each logger; there is one level here, so only "all of them" can be asked
            // for.
            if (name != "level" || !LogLevels.TryParse(value, out LogLevel level))
            {
                return AdminResponse.BadRequest(
                    $"usage: /logging?level=<level> (change the level)\nlevels: {string.Join(' ', LogLevels.Names)}");
            }

            _log.Level = level;
        }

        var text = new StringBuilder("active loggers:\n  all: ");
        return AdminResponse.Text(text.Append(LogLevels.NameOf(_log.Level)).Append('\n').ToString());
    }

    private static string NameOf(ServerInfo.Types.State state) => state switch
    {
        ServerInfo.Types.State.Live => "LIVE",
        ServerInfo.Types.State.Draining => "DRAINING",
        ServerInfo.Types.State.PreInitializing => "PRE_INITIALIZING",
        _ => "INITIALIZING",
    };
}
