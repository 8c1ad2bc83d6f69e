using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>Record HttpMatchRequest.</summary>
public sealed record HttpMatchRequest
{
    /// <summary>Field authority.</summary>
    public StringMatch? Authority { get; init; }

    /// <summary>Field gateways.</summary>
    public IReadOnlyList<string> Gateways { get; init; } = [];

    /// <summary>Field headers.</summary>
    public IReadOnlyDictionary<string, StringMatch> Headers { get; init; } = Empty.Map<StringMatch>();

    /// <summary>Field ignoreUriCase.</summary>
    public bool? IgnoreUriCase { get; init; }

    /// <summary>Field method.</summary>
    public StringMatch? Method { get; init; }

    /// <summary>Field name.</summary>
    public string? Name { get; init; }

    /// <summary>Field port.</summary>
    public uint? Port { get; init; }

    /// <summary>Field queryParams.</summary>
    public IReadOnlyDictionary<string, StringMatch> QueryParams { get; init; } = Empty.Map<StringMatch>();

    /// <summary>Field scheme.</summary>
    public StringMatch? Scheme { get; init; }

    /// <summary>Field sourceLabels.</summary>
    public IReadOnlyDictionary<string, string> SourceLabels { get; init; } = Empty.Map<string>();

    /// <summary>Field sourceNamespace.</summary>
    public string? SourceNamespace { get; init; }

    /// <summary>Field statPrefix.</summary>
    [ParsedOnly]
    public string? StatPrefix { get; init; }

    /// <summary>Field uri.</summary>
    public StringMatch? Uri { get; init; }

    /// <summary>Field withoutHeaders.</summary>
    public IReadOnlyDictionary<string, StringMatch> WithoutHeaders { get; init; } = Empty.Map<StringMatch>();
}
