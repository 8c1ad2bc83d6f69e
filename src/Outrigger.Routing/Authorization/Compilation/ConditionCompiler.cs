using Envoy.Config.Core.V3;
using Envoy.Config.Route.V3;
using Envoy.Extensions.Path.Match.UriTemplate.V3;
using Envoy.Type.Matcher.V3;
using Envoy.Type.V3;
using Google.Protobuf;
using Outrigger.Routing.Authorization.Conditions;
using Outrigger.Routing.Compilation;
using Outrigger.Routing.FilterChains;
using Outrigger.Routing.Matching;
using Outrigger.Routing.MetadataValues;

namespace Outrigger.Routing.Authorization.Compilation;

/// <summary>Compiles single conditions; the same condition of several policies is compiled once.</summary>
/// <param name="context">Takes the mistakes.</param>
internal sealed class ConditionCompiler(CompileContext context)
{
    private const int PortMax = 65535;
    private const string UriTemplateType = "envoy.extensions.path.match.uri_template.v3.UriTemplateMatchConfig";

    private readonly Dictionary<(ConditionKind Kind, IMessage Message), int> _places = [];
    private readonly List<PolicyCondition> _conditions = [];
    private readonly List<int> _uses = [];
    private readonly Dictionary<string, MetadataCondition> _metadata = [];

    /// <summary>A condition on each value that filters note, by the value's place.</summary>
    public IReadOnlyDictionary<string, MetadataCondition> Metadata => _metadata;

    /// <summary>The conditions; those that are asked often and cost something have a place for their answer.</summary>
    /// <param name="answerCount">How many have one.</param>
    public PolicyCondition[] Finish(out int answerCount)
    {
        answerCount = 0;
        for (int i = 0; i < _conditions.Count; i++)
        {
            if (_uses[i] > 1 && IsCostly(_conditions[i].Kind))
            {
                _conditions[i].AnswerPlace = answerCount++;
            }
        }

        return [.. _conditions];
    }

    /// <summary>A condition on a header.</summary>
    public PolicyCondition? Header(HeaderMatcher matcher, FieldPath path, out int place) => Once(
        ConditionKind.Header,
        matcher,
        () => HeaderCondition.Compile(matcher, path, context) is { } header
            ? new(ConditionKind.Header) { Header = header }
            : null,
        out place);

    /// <summary>A condition on the path.</summary>
    public PolicyCondition? UrlPath(PathMatcher matcher, FieldPath path, out int place)
    {
        if (matcher.Path is null)
        {
            context.Error(path.Field("path"), "it is missing");
            place = 0;
            return null;
        }

        return Text(ConditionKind.UrlPath, matcher.Path, path.Field("path"), out place);
    }

    /// <summary>A condition on a text.</summary>
    public PolicyCondition? Text(ConditionKind kind, StringMatcher matcher, FieldPath path, out int place) => Once(
        kind,
        matcher,
        () => ByteStringMatcher.Compile(matcher, path, context) is { } text ? new(kind) { Text = text } : null,
        out place);

    /// <summary>A condition on an address.</summary>
    public PolicyCondition? Range(ConditionKind kind, CidrRange range, FieldPath path, out int place) => Once(
        kind,
        range,
        () => CidrPrefix.Compile(range, path, context) is { } prefix ? new(kind) { Range = prefix } : null,
        out place);

    /// <summary>A condition on the port: from the first to before the last.</summary>
    public PolicyCondition? Ports(Int32Range range, FieldPath path, out int place)
    {
        if (range.Start < 0 || range.End > PortMax + 1 || range.Start >= range.End)
        {
            context.Error(path, $"[{range.Start}, {range.End}) is no range of ports from 0 to {PortMax}");
            place = 0;
            return null;
        }

        return Once(
            ConditionKind.DestinationPort,
            range,
            () => new(ConditionKind.DestinationPort) { PortFirst = range.Start, PortLast = range.End - 1 },
            out place);
    }

    /// <summary>A condition on what filters noted.</summary>
    public PolicyCondition? Noted(MetadataMatcher matcher, FieldPath path, out int place) => Once(
        ConditionKind.Metadata,
        matcher,
        () =>
        {
            MetadataCondition? condition = MetadataCondition.Compile(matcher, path, context);
            if (condition is null)
            {
                return null;
            }

            _metadata.TryAdd(condition.Place, condition);
            return new(ConditionKind.Metadata) { Metadata = condition };
        },
        out place);

    /// <summary>The connection is over TLS, whoever the peer is.</summary>
    public PolicyCondition Authenticated(out int place) => Once(
        ConditionKind.Authenticated,
        new StringMatcher(),
        () => new(ConditionKind.Authenticated),
        out place)!;

    /// <summary>A template for the path.</summary>
    public PolicyCondition? UriTemplate(TypedExtensionConfig extension, FieldPath path, out int place) => Once(
        ConditionKind.UriTemplate,
        extension,
        () => CompileTemplate(extension, path.Field("typed_config")),
        out place);

    private static bool IsCostly(ConditionKind kind) => kind is ConditionKind.Header or ConditionKind.UrlPath
        or ConditionKind.UriTemplate or ConditionKind.Metadata or ConditionKind.AuthenticatedName
        or ConditionKind.RequestedServerName;

    private PolicyCondition? CompileTemplate(TypedExtensionConfig extension, FieldPath path)
    {
        string url = extension.TypedConfig?.TypeUrl ?? "";
        if (url[(url.LastIndexOf('/') + 1)..] != UriTemplateType)
        {
            context.Error(path, $"found the type '{url}'; expected {UriTemplateType}");
            return null;
        }

        UriTemplateMatchConfig config;
        try
        {
            config = UriTemplateMatchConfig.Parser.ParseFrom(extension.TypedConfig!.Value);
        }
        catch (InvalidProtocolBufferException exception)
        {
            context.Error(path, $"it is malformed: {exception.Message}");
            return null;
        }

        if (!Matching.UriTemplate.TryParse(config.PathTemplate, out UriTemplate? template, out string error))
        {
            context.Error(path.Field("path_template"), error);
            return null;
        }

        return new(ConditionKind.UriTemplate) { Template = template };
    }

    private PolicyCondition? Once(
        ConditionKind kind, IMessage message, Func<PolicyCondition?> compile, out int place)
    {
        if (_places.TryGetValue((kind, message), out place))
        {
            _uses[place]++;
            return _conditions[place];
        }

        if (compile() is not { } condition)
        {
            return null;
        }

        place = _conditions.Count;
        _places.Add((kind, message), place);
        _conditions.Add(condition);
        _uses.Add(1);
        return condition;
    }
}
