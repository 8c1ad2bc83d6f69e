using Envoy.Config.Route.V3;
using Outrigger.Routing.Compilation;
using Outrigger.Routing.Mutations;

namespace Outrigger.Routing.Routes;

/// <summary>Turns a route configuration into a table, or into the list of its mistakes.</summary>
internal sealed class RouteTableCompiler
{
    private readonly RouteConfiguration _configuration;
    private readonly CompileContext _context;
    private readonly FilterConfigs _filterConfigs;
    private readonly Dictionary<string, VirtualHostEntry> _hostsByDomain = new(StringComparer.Ordinal);
    private int _routeCount;

    private RouteTableCompiler(RouteConfiguration configuration, RoutingLimits limits)
    {
        _configuration = configuration;
        _context = new CompileContext(limits);
        _filterConfigs = FilterConfigs.Empty.With(configuration.TypedPerFilterConfig);
    }

    internal static RouteTableResult Compile(RouteConfiguration configuration, RoutingLimits limits) =>
        new RouteTableCompiler(configuration, limits).Run();

    private RouteTableResult Run()
    {
        var level = new LevelMutations(
            HeaderMutationStage.Compile(
                _configuration.RequestHeadersToAdd,
                _configuration.RequestHeadersToRemove,
                "request",
                FieldPath.Root,
                _context),
            HeaderMutationStage.Compile(
                _configuration.ResponseHeadersToAdd,
                _configuration.ResponseHeadersToRemove,
                "response",
                FieldPath.Root,
                _context));
        for (int i = 0; i < _configuration.InternalOnlyHeaders.Count; i++)
        {
            _context.Ignored(
                FieldPath.Root.Item("internal_only_headers", i),
                $"'{_configuration.InternalOnlyHeaders[i]}' is not stripped from external requests");
        }

        var hosts = new VirtualHostEntry[_configuration.VirtualHosts.Count];
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < hosts.Length; i++)
        {
            VirtualHost host = _configuration.VirtualHosts[i];
            FieldPath path = FieldPath.Root.Item("virtual_hosts", i);
            if (!names.Add(host.Name))
            {
                _context.Error(path.Field("name"), $"'{host.Name}' is the name of an earlier virtual host");
            }

            hosts[i] = CompileHost(host, i, level, path);
        }

        if (_context.HasErrors)
        {
            return new(null, _context.Errors, _context.Unimplemented);
        }

        var index = new VirtualHostIndex(_hostsByDomain, _configuration.IgnorePortInHostMatching);
        var table = new RouteTable(_configuration.Name, hosts, index, _context.Clusters)
        {
            RouteCount = _routeCount,
            ValidatesClusters = _configuration.ValidateClusters,
            IgnoresPathParameters = _configuration.IgnorePathParametersInPathMatching,
        };
        return new(table, [], _context.Unimplemented);
    }

    private VirtualHostEntry CompileHost(VirtualHost host, int index, LevelMutations table, FieldPath path)
    {
        if (host.Name.Length == 0)
        {
            _context.Error(path.Field("name"), "a virtual host needs a name");
        }

        var compiler = new RouteCompiler(_configuration, host, table, _filterConfigs, path, _context);
        var routes = new RouteEntry?[host.Routes.Count];
        for (int i = 0; i < routes.Length; i++)
        {
            routes[i] = compiler.Compile(host.Routes[i], _routeCount++, path.Item("routes", i));
        }

        var entry = new VirtualHostEntry(index, host.Name, _context.HasErrors ? [] : [.. routes!])
        {
            TlsRequirement = ReadTlsRequirement(host, path),
            IncludesAttemptCountInRequest = host.IncludeRequestAttemptCount,
            IncludesAttemptCountInResponse = host.IncludeAttemptCountInResponse,
            Metadata = host.Metadata,
        };
        AddDomains(host, entry, path);
        return entry;
    }

    private void AddDomains(VirtualHost host, VirtualHostEntry entry, FieldPath path)
    {
        if (host.Domains.Count == 0)
        {
            _context.Error(path.Field("domains"), "a virtual host needs at least one domain");
        }

        for (int i = 0; i < host.Domains.Count; i++)
        {
            string domain = host.Domains[i].ToLowerInvariant();
            FieldPath domainPath = path.Item("domains", i);
            if (domain.Length == 0)
            {
                _context.Error(domainPath, "a domain is empty; expected a host name, a wildcard or '*'");
            }
            else if (!_hostsByDomain.TryAdd(domain, entry))
            {
                string other = _hostsByDomain[domain].Name;
                _context.Error(domainPath, $"'{domain}' already belongs to virtual host '{other}'");
            }
        }
    }

    private TlsRequirement ReadTlsRequirement(VirtualHost host, FieldPath path)
    {
        switch (host.RequireTls)
        {
            case VirtualHost.Types.TlsRequirementType.None:
                return TlsRequirement.None;
            case VirtualHost.Types.TlsRequirementType.ExternalOnly:
                return TlsRequirement.ExternalOnly;
            case VirtualHost.Types.TlsRequirementType.All:
                return TlsRequirement.All;
            default:
                _context.Error(path.Field("require_tls"), $"{(int)host.RequireTls} is no requirement");
                return TlsRequirement.All;
        }
    }
}
