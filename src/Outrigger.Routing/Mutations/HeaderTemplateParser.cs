using System.Globalization;
using System.Text;
using Outrigger.Routing.Matching;

namespace Outrigger.Routing.Mutations;

/// <summary>Reads Envoy's format strings: <c>text %OPERATOR% %OPERATOR(argument):length% 100%%</c>.</summary>
internal sealed class HeaderTemplateParser(string source)
{
    private static readonly Dictionary<string, FormatVariable> Variables = new(StringComparer.Ordinal)
    {
        ["DOWNSTREAM_REMOTE_ADDRESS"] = FormatVariable.DownstreamRemoteAddress,
        ["DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT"] = FormatVariable.DownstreamRemoteAddressWithoutPort,
        ["DOWNSTREAM_REMOTE_PORT"] = FormatVariable.DownstreamRemotePort,
        ["DOWNSTREAM_DIRECT_REMOTE_ADDRESS"] = FormatVariable.DownstreamDirectRemoteAddress,
        ["DOWNSTREAM_DIRECT_REMOTE_ADDRESS_WITHOUT_PORT"] =
            FormatVariable.DownstreamDirectRemoteAddressWithoutPort,
        ["DOWNSTREAM_LOCAL_ADDRESS"] = FormatVariable.DownstreamLocalAddress,
        ["DOWNSTREAM_LOCAL_ADDRESS_WITHOUT_PORT"] = FormatVariable.DownstreamLocalAddressWithoutPort,
        ["DOWNSTREAM_LOCAL_PORT"] = FormatVariable.DownstreamLocalPort,
        ["UPSTREAM_REMOTE_ADDRESS"] = FormatVariable.UpstreamRemoteAddress,
        ["UPSTREAM_REMOTE_ADDRESS_WITHOUT_PORT"] = FormatVariable.UpstreamRemoteAddressWithoutPort,
        ["UPSTREAM_LOCAL_ADDRESS"] = FormatVariable.UpstreamLocalAddress,
        ["UPSTREAM_CLUSTER"] = FormatVariable.UpstreamCluster,
        ["PROTOCOL"] = FormatVariable.Protocol,
        ["HOSTNAME"] = FormatVariable.Hostname,
        ["REQUESTED_SERVER_NAME"] = FormatVariable.RequestedServerName,
        ["ROUTE_NAME"] = FormatVariable.RouteName,
        ["RESPONSE_CODE"] = FormatVariable.ResponseCode,
        ["RESPONSE_FLAGS"] = FormatVariable.ResponseFlags,
        ["CONNECTION_ID"] = FormatVariable.ConnectionId,
        ["DOWNSTREAM_PEER_SUBJECT"] = FormatVariable.DownstreamPeerSubject,
        ["DOWNSTREAM_PEER_URI_SAN"] = FormatVariable.DownstreamPeerUriSan,
        ["DOWNSTREAM_PEER_DNS_SAN"] = FormatVariable.DownstreamPeerDnsSan,
        ["DOWNSTREAM_PEER_ISSUER"] = FormatVariable.DownstreamPeerIssuer,
        ["DOWNSTREAM_PEER_SERIAL"] = FormatVariable.DownstreamPeerSerial,
        ["DOWNSTREAM_PEER_FINGERPRINT_256"] = FormatVariable.DownstreamPeerFingerprint256,
        ["DOWNSTREAM_PEER_FINGERPRINT_1"] = FormatVariable.DownstreamPeerFingerprint1,
        ["DOWNSTREAM_TLS_VERSION"] = FormatVariable.DownstreamTlsVersion,
        ["DOWNSTREAM_TLS_CIPHER"] = FormatVariable.DownstreamTlsCipher,
        ["DOWNSTREAM_TRANSPORT_FAILURE_REASON"] = FormatVariable.DownstreamTransportFailureReason,
        ["UPSTREAM_TRANSPORT_FAILURE_REASON"] = FormatVariable.UpstreamTransportFailureReason,
    };

    private readonly List<TemplateSegment> _segments = [];
    private readonly StringBuilder _literal = new();
    private string _problem = "";

    internal bool TryParse(out TemplateSegment[] segments, out string problem)
    {
        int position = 0;
        while (position < source.Length && _problem.Length == 0)
        {
            if (source[position] != '%')
            {
                _literal.Append(source[position++]);
            }
            else if (position + 1 < source.Length && source[position + 1] == '%')
            {
                _literal.Append('%');
                position += 2;
            }
            else
            {
                position = ReadOperator(position + 1);
            }
        }

        FlushLiteral();
        segments = [.. _segments];
        problem = _problem;
        return problem.Length == 0;
    }

    private int ReadOperator(int start)
    {
        int nameEnd = start;
        while (nameEnd < source.Length && (char.IsAsciiLetterUpper(source[nameEnd])
            || char.IsAsciiDigit(source[nameEnd]) || source[nameEnd] == '_'))
        {
            nameEnd++;
        }

        string name = source[start..nameEnd];
        string? argument = null;
        int position = nameEnd;
        if (position < source.Length && source[position] == '(')
        {
            int close = source.IndexOf(')', position);
            if (close < 0)
            {
                return Fail($"%{name}( has no closing parenthesis");
            }

            argument = source[(position + 1)..close];
            position = close + 1;
        }

        int lengthMax = int.MaxValue;
        if (position < source.Length && source[position] == ':')
        {
            int digitsEnd = source.IndexOf('%', position);
            string digits = digitsEnd < 0 ? "" : source[(position + 1)..digitsEnd];
            if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out lengthMax))
            {
                return Fail($"the length of %{name}% is no number");
            }

            position = digitsEnd;
        }

        if (name.Length == 0 || position >= source.Length || source[position] != '%')
        {
            return Fail(
                $"the % at offset {start - 1} begins no command operator; write %% for a percent sign");
        }

        AddOperator(name, argument, lengthMax);
        return position + 1;
    }

    private void AddOperator(string name, string? argument, int lengthMax)
    {
        FlushLiteral();
        if (name is "REQ" or "RESP")
        {
            AddHeader(name, argument, lengthMax);
        }
        else if (name == "START_TIME")
        {
            TimeFormat? format = string.IsNullOrEmpty(argument)
                ? TimeFormat.Iso8601
                : ParseTimeFormat(argument);
            if (format is not null)
            {
                _segments.Add(TemplateSegment.StartTime(format));
            }
        }
        else if (name == "FILTER_STATE" && lengthMax == int.MaxValue && PeerOf(argument) is { } peer)
        {
            _segments.Add(TemplateSegment.Of(peer));
        }
        else if (!Variables.TryGetValue(name, out FormatVariable variable))
        {
            Fail($"the command operator %{name}% is not supported");
        }
        else if (argument is not null || lengthMax != int.MaxValue)
        {
            Fail($"%{name}% takes no argument and no length");
        }
        else
        {
            _segments.Add(TemplateSegment.Of(variable));
        }
    }

    /// <summary>Of what filters keep, the peers alone can be written.</summary>
    private static FormatVariable? PeerOf(string? argument) => argument switch
    {
        "downstream_peer" or "downstream_peer:PLAIN" => FormatVariable.DownstreamPeer,
        "upstream_peer" or "upstream_peer:PLAIN" => FormatVariable.UpstreamPeer,
        _ => null,
    };

    private TimeFormat? ParseTimeFormat(string argument)
    {
        TimeFormat? format = TimeFormat.TryParse(argument, out string unsupported);
        if (format is null)
        {
            Fail($"the conversion {unsupported} in %START_TIME({argument})% is not supported");
        }

        return format;
    }

    private void AddHeader(string operatorName, string? argument, int lengthMax)
    {
        string[] names = (argument ?? "").Split('?');
        if (names.Length > 2 || Array.Exists(names, name => name.Length == 0))
        {
            Fail($"%{operatorName}({argument})% needs a header's name, or two with a '?' between them");
            return;
        }

        _segments.Add(TemplateSegment.Header(
            operatorName == "REQ"
                ? TemplateSegment.SegmentKind.RequestHeader
                : TemplateSegment.SegmentKind.ResponseHeader,
            AsciiBytes.LowerCase(names[0]),
            names.Length == 2 ? AsciiBytes.LowerCase(names[1]) : null,
            lengthMax));
    }

    private void FlushLiteral()
    {
        if (_literal.Length > 0)
        {
            _segments.Add(TemplateSegment.Literal(Encoding.UTF8.GetBytes(_literal.ToString())));
            _literal.Clear();
        }
    }

    private int Fail(string problem)
    {
        _problem = problem;
        return source.Length;
    }
}
