using System.Collections.Immutable;
using Envoy.Config.Listener.V3;
using Google.Protobuf;
using Outrigger.Proxy.Model;
using Outrigger.Routing.FilterChains;

namespace Outrigger.Proxy.Configuration;

/// <summary>Compiles <c>envoy.config.listener.v3.Listener</c>.</summary>
internal sealed class ListenerCompiler
{
    private readonly Listener _listener;
    private readonly FieldPath _path;
    private readonly CompileEnvironment _environment;
    private readonly CompileReport _report;
    private readonly FieldReader _fields;
    private readonly Dictionary<ByteString, CompiledChain> _chains = [];

    private ListenerCompiler(
        Listener listener, FieldPath path, CompileEnvironment environment, CompileReport report)
    {
        _listener = listener;
        _path = path;
        _environment = environment;
        _report = report;
        _fields = new FieldReader(report);
    }

    /// <summary>Compiles a listener; null after mistakes, which are then in the report.</summary>
    /// <param name="listener">The listener.</param>
    /// <param name="previous">
    /// The version before, whose unchanged chains stay the same objects; or null.
    /// </param>
    /// <param name="path">Where it is, for messages.</param>
    /// <param name="environment">What the model is bound to.</param>
    /// <param name="report">Takes what is found.</param>
    public static CompiledListener? Compile(
        Listener listener,
        CompiledListener? previous,
        FieldPath path,
        CompileEnvironment environment,
        CompileReport report)
    {
        var compiler = new ListenerCompiler(listener, path, environment, report);
        CompiledListener? compiled = compiler.Compile(previous);
        return report.HasErrors ? null : compiled;
    }

    private CompiledListener? Compile(CompiledListener? previous)
    {
        ImmutableArray<NetworkAddress> addresses = CompileAddresses();
        if (_listener.MaxConnectionsToAcceptPerSocketEvent == 0)
        {
            _report.Error(
                _path.Field("max_connections_to_accept_per_socket_event"), "found 0, expected 1 or more");
        }

        ImmutableArray<ListenerFilterModel> filters =
            new ListenerFilterCompiler(_environment, _report).Compile(_listener.ListenerFilters, _path);
        ImmutableArray<FilterChainModel> chains = CompileChains(previous);
        FilterChainModel? defaultChain = _listener.DefaultFilterChain is { } fallback
            ? CompileChain(fallback, previous, _path.Field("default_filter_chain"))
            : null;
        if (_listener.FilterChains.Count == 0 && defaultChain is null)
        {
            _report.Error(_path.Field("filter_chains"), "found no filter chain, expected at least one");
        }

        FilterChainMatcher? matcher = CompileMatcher();
        if (_report.HasErrors || matcher is null)
        {
            return null;
        }

        return new CompiledListener
        {
            Model = CompileModel(addresses, filters, chains, defaultChain, matcher),
            Routes = [.. _chains.Values.SelectMany(chain => chain.Routes)],
            Chains = _chains,
        };
    }

    private ListenerModel CompileModel(
        ImmutableArray<NetworkAddress> addresses,
        ImmutableArray<ListenerFilterModel> filters,
        ImmutableArray<FilterChainModel> chains,
        FilterChainModel? defaultChain,
        FilterChainMatcher matcher) => new()
        {
            Name = _listener.Name.Length > 0 ? _listener.Name : addresses[0].ToString(),
            Addresses = addresses,
            BindsToPort = _listener.BindToPort ?? true,
            UsesOriginalDestination = _listener.UseOriginalDst ?? false,
            // A path of the file system has one socket: who binds it takes it from whoever did before.
            ReusesPort = (_listener.EnableReusePort ?? true) && addresses.All(address => address.UnixPath is null),
            IsTransparent = _listener.Transparent ?? false,
            IsFreeBind = _listener.Freebind ?? false,
            AcceptsPerEventMax = FieldReader.Number(_listener.MaxConnectionsToAcceptPerSocketEvent, 0),
            BacklogSize = FieldReader.Number(_listener.TcpBacklogSize, 0),
            IgnoresGlobalConnectionLimit = _listener.IgnoreGlobalConnLimit,
            BypassesOverloadManager = _listener.BypassOverloadManager,
            ConnectionBufferLimitBytes = FieldReader.Number(
                _listener.PerConnectionBufferLimitBytes, 1024 * 1024),
            ListenerFilters = filters,
            ListenerFiltersTimeoutMs = _fields.Milliseconds(
                _listener.ListenerFiltersTimeout, 15_000, _path, "listener_filters_timeout"),
            ContinuesOnListenerFiltersTimeout = _listener.ContinueOnListenerFiltersTimeout,
            Direction = (TrafficDirection)(int)_listener.TrafficDirection,
            DrainsOnlyWhenChanged = _listener.DrainType == Listener.Types.DrainType.ModifyOnly,
            FilterChains = chains,
            DefaultFilterChain = defaultChain,
            Matcher = matcher,
            Stats = _environment.Stats.Listener(StatName(addresses[0])),
        };

    // Envoy writes a listener's address with an underscore before the port, for the sake of sinks that split
    // at colons.
    private string StatName(NetworkAddress address) =>
        _listener.StatPrefix.Length > 0 ? _listener.StatPrefix
        : address.Ip is null ? address.ToString()
        : address.ToString().Replace(':', '_');

    private ImmutableArray<NetworkAddress> CompileAddresses()
    {
        var reader = new AddressReader(_report);
        if (_listener.ApiListener is not null)
        {
            _report.Error(
                _path.Field("api_listener"), "listeners without a socket are for programs without a proxy");
        }

        var addresses = ImmutableArray.CreateBuilder<NetworkAddress>();
        if (reader.Read(_listener.Address, _path.Field("address")) is { } first)
        {
            addresses.Add(first);
        }

        for (int i = 0; i < _listener.AdditionalAddresses.Count; i++)
        {
            FieldPath path = _path.Item("additional_addresses", i).Field("address");
            if (reader.Read(_listener.AdditionalAddresses[i].Address, path) is { } address)
            {
                addresses.Add(address);
            }
        }

        return addresses.ToImmutable();
    }

    private ImmutableArray<FilterChainModel> CompileChains(CompiledListener? previous)
    {
        var chains = ImmutableArray.CreateBuilder<FilterChainModel>(_listener.FilterChains.Count);
        for (int i = 0; i < _listener.FilterChains.Count; i++)
        {
            chains.Add(CompileChain(_listener.FilterChains[i], previous, _path.Item("filter_chains", i)));
        }

        return chains.MoveToImmutable();
    }

    private FilterChainModel CompileChain(FilterChain chain, CompiledListener? previous, FieldPath path)
    {
        ByteString key = chain.ToByteString();
        CompiledChain? compiled = null;
        if (!_chains.ContainsKey(key))
        {
            previous?.Chains.TryGetValue(key, out compiled);
        }

        if (compiled is null)
        {
            var compiler = new FilterChainCompiler(_environment, _report);
            FilterChainModel model = compiler.Compile(chain, path);
            compiled = new CompiledChain(model, [.. compiler.Routes]);
        }

        _chains.TryAdd(key, compiled);
        return compiled.Model;
    }

    private FilterChainMatcher? CompileMatcher()
    {
        FilterChainMatcherResult result = FilterChainMatcher.Compile(
            _listener.FilterChains, hasDefaultChain: _listener.DefaultFilterChain is not null);
        foreach (Routing.Compilation.ConfigurationError error in result.Errors)
        {
            _report.Error(_path.Field(error.FieldPath), error.Message);
        }

        foreach (Routing.Compilation.UnimplementedField field in result.Unimplemented)
        {
            _report.Warning(_path.Field(field.FieldPath), field.Consequence);
        }

        return result.Matcher;
    }
}
