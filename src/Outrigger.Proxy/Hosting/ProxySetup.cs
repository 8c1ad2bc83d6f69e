using Outrigger.Proxy.Bootstrap;
using Outrigger.Proxy.Configuration;
using Outrigger.Proxy.Dns;
using Outrigger.Proxy.Dynamic;
using Outrigger.Proxy.Logging;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Hosting;

/// <summary>
/// The control side, put together from a bootstrap: read, checked, its clusters and listeners compiled. The
/// same for serving and for validating, so that what validates also starts.
/// </summary>
internal sealed class ProxySetup
{
    private readonly List<SourceMessage> _messages = [];

    private ProxySetup(BootstrapDocument document, BootstrapConfig config, ManagerContext context,
        ConfigurationManager manager)
    {
        Document = document;
        Config = config;
        Context = context;
        Manager = manager;
    }

    /// <summary>The bootstrap as it was read.</summary>
    public BootstrapDocument Document { get; }

    /// <summary>What it asks for.</summary>
    public BootstrapConfig Config { get; }

    /// <summary>The surroundings of the managers.</summary>
    public ManagerContext Context { get; }

    /// <summary>The control side.</summary>
    public ConfigurationManager Manager { get; }

    /// <summary>Every mistake and every field without effect, in the order of the text.</summary>
    public IReadOnlyList<SourceMessage> Messages => _messages;

    /// <summary>Whether the program cannot start.</summary>
    public bool HasErrors => _messages.Any(message => message.IsError);

    /// <summary>
    /// Reads the bootstrap that the command line names and makes everything of it that needs no socket.
    /// </summary>
    /// <param name="options">The command line.</param>
    /// <param name="world">Clock, randomness, name look-ups and log.</param>
    /// <param name="dataPathOf">Makes the workers' side, once the statistics are there.</param>
    public static ProxySetup Create(
        ProxyOptions options, ProxyWorld world, Func<StatsRegistry, IDataPath> dataPathOf)
    {
        BootstrapDocument document = BootstrapDocument.Load(options);
        var report = new CompileReport();
        BootstrapConfig config = BootstrapCompiler.Compile(document.Message, report);
        var stats = new StatsRegistry(options.Concurrency);
        var context = new ManagerContext
        {
            Gate = new ControlGate(),
            Stats = stats,
            Log = world.Log,
            Time = world.Time,
            Dns = new DnsEnvironment(world.Resolver, world.Time, world.Random, world.Log),
            Unimplemented = new UnimplementedFieldLog(world.Log, stats),
        };
        var manager = new ConfigurationManager(context, dataPathOf(stats), config, new ClusterSlotTable());
        var setup = new ProxySetup(document, config, context, manager);
        setup.Compile(report);
        return setup;
    }

    private void Compile(CompileReport report)
    {
        // What could not be read is missing from the message: compiling it would report its absence as a
        // second mistake.
        if (Document.Errors.Count == 0)
        {
            Manager.LoadStatic(report);
            _messages.AddRange(report.Errors.Select(error => Document.Locate(error, isError: true)));
        }

        _messages.AddRange(Document.Errors);
        _messages.AddRange(report.Warnings.Select(warning => Document.Locate(warning, isError: false)));
        string[] judged = [.. report.Errors.Concat(report.Warnings).Select(issue => issue.Path)];
        // A type that the compilation has refused or left out needs no second message.
        _messages.AddRange(Document.UnimplementedWarnings.Where(
            warning => !judged.Any(path => warning.Issue.Path.StartsWith(path, StringComparison.Ordinal))));
        _messages.Sort((left, right) => (left.Position.Line, left.Position.Column)
            .CompareTo((right.Position.Line, right.Position.Column)));
        Context.Unimplemented.Add("bootstrap", Document.Unimplemented);
        Context.Unimplemented.Add("bootstrap", report.Warnings);
    }
}

/// <summary>What the program has of the world: a test has another one.</summary>
/// <param name="Time">The clock.</param>
/// <param name="Random">Randomness for jitter.</param>
/// <param name="Resolver">Finds the addresses of names.</param>
/// <param name="Log">The log.</param>
internal sealed record ProxyWorld(TimeProvider Time, Random Random, INameResolver Resolver, EventLog Log);
