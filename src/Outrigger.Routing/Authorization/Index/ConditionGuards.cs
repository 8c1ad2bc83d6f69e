using System.Globalization;
using Outrigger.Routing.Authorization.Conditions;
using Outrigger.Routing.Matching;
using Outrigger.Routing.MetadataValues;
using Pattern = Envoy.Type.Matcher.V3.ValueMatcher.MatchPatternOneofCase;

namespace Outrigger.Routing.Authorization.Index;

/// <summary>Says what a single condition needs.</summary>
internal static class ConditionGuards
{
    /// <summary>More keys than these for one range of ports are not worth a table.</summary>
    private const int PortsMax = 16;

    /// <summary>What the condition needs.</summary>
    public static Guard Of(PolicyCondition condition)
    {
        switch (condition.Kind)
        {
            case ConditionKind.Header:
                return OfHeader(condition.Header!);
            case ConditionKind.UrlPath:
                return On(GuardSource.Path, TextKeys.Of(condition.Text));
            case ConditionKind.UriTemplate:
                return OfTemplate(condition.Template!);
            case ConditionKind.DestinationPort:
                return OfPorts(condition.PortFirst, condition.PortLast);
            case ConditionKind.DestinationAddress:
                return OfRange(GuardSource.DestinationAddress, condition);
            case ConditionKind.SourceAddress:
                return OfRange(GuardSource.SourceAddress, condition);
            case ConditionKind.DirectRemoteAddress:
                return OfRange(GuardSource.DirectRemoteAddress, condition);
            case ConditionKind.RemoteAddress:
                return OfRange(GuardSource.RemoteAddress, condition);
            case ConditionKind.RequestedServerName:
                return On(GuardSource.ServerName, TextKeys.Of(condition.Text));
            case ConditionKind.Metadata:
                return OfMetadata(condition.Metadata!);
            case ConditionKind.Authenticated:
                return On(GuardSource.PeerName, [new(GuardKeyKind.Present)]);
            default:
                return OfPeer(condition.Text);
        }
    }

    private static Guard On(GuardSource source, IEnumerable<GuardKey> keys) => Guard.On((new(source), keys));

    private static Guard OfHeader(HeaderCondition header)
    {
        GuardAttribute? attribute = header.Source switch
        {
            HeaderSource.Method => new(GuardSource.Method),
            HeaderSource.Authority => new(GuardSource.Authority),
            HeaderSource.Field => new(GuardSource.Header, header.Name),
            _ => null,
        };
        if (attribute is null || !(header.IsPresence || header.Value is not null))
        {
            return Guard.Open;
        }

        return Guard.On((
            attribute.Value,
            header.Value is { } value ? TextKeys.Of(value) : [new GuardKey(GuardKeyKind.Present)]));
    }

    private static Guard OfTemplate(UriTemplate template)
    {
        var attributes = new List<(GuardAttribute Attribute, IEnumerable<GuardKey> Keys)>
        {
            (new(GuardSource.Path), [GuardKey.Of(GuardKeyKind.Prefix, template.Prefix)]),
        };
        if (!template.Suffix.IsEmpty)
        {
            attributes.Add((new(GuardSource.PathEnd), [GuardKey.Of(GuardKeyKind.Suffix, template.Suffix)]));
        }

        if (template.FindLaterSegment(out int index) is { IsEmpty: false } segment)
        {
            var attribute = new GuardAttribute(
                GuardSource.PathSegment, index.ToString(CultureInfo.InvariantCulture));
            attributes.Add((attribute, [GuardKey.Of(GuardKeyKind.Exact, segment)]));
        }

        return Guard.On(attributes);
    }

    private static Guard OfPorts(int first, int last) => last - first >= PortsMax
        ? Guard.Open
        : On(
            GuardSource.DestinationPort,
            Enumerable.Range(first, last - first + 1).Select(port => new GuardKey(GuardKeyKind.Number, Number: port)));

    private static Guard OfRange(GuardSource source, PolicyCondition condition) =>
        On(source, [new(GuardKeyKind.Range, Range: condition.Range)]);

    private static Guard OfMetadata(MetadataCondition metadata) =>
        metadata.Value is { } value && KeysOf(value, isItem: false) is { } keys
            ? Guard.On((new(GuardSource.Metadata, metadata.Place), keys))
            : Guard.Open;

    private static IReadOnlyCollection<GuardKey>? KeysOf(ValueCondition value, bool isItem)
    {
        switch (value.Kind)
        {
            case Pattern.StringMatch:
                return TextKeys.Of(value.Text);
            case Pattern.ListMatch when !isItem:
                return KeysOf(value.Parts[0], isItem: true);
            case Pattern.OrMatch:
                var keys = new List<GuardKey>();
                foreach (ValueCondition part in value.Parts)
                {
                    if (KeysOf(part, isItem) is not { } partKeys)
                    {
                        return null;
                    }

                    keys.AddRange(partKeys);
                }

                return keys;
            default:
                return null;
        }
    }

    /// <summary>A SPIFFE ID says a namespace and an account, by which policies of many peers are told apart.</summary>
    private static Guard OfPeer(in ByteStringMatcher name)
    {
        var attributes = new List<(GuardAttribute Attribute, IEnumerable<GuardKey> Keys)>();
        if (TextKeys.OfSegment(name, AttributeIndex.NamespaceMarker) is { } namespaces)
        {
            attributes.Add((new(GuardSource.PeerNamespace), namespaces));
        }

        if (TextKeys.OfSegment(name, AttributeIndex.AccountMarker) is { } accounts)
        {
            attributes.Add((new(GuardSource.PeerAccount), accounts));
        }

        // That there is a name at all is known from its parts.
        GuardKey[] keys = TextKeys.Of(name);
        if (attributes.Count == 0 || !keys.Any(key => key.Kind == GuardKeyKind.Present))
        {
            attributes.Add((new(GuardSource.PeerName), keys));
        }

        return Guard.On(attributes);
    }
}
