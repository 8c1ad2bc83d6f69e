using Outrigger.Analysis.Tests.Support;
using Outrigger.Resources;

namespace Outrigger.Analysis.Tests.Objects;

public class VirtualServiceTests
{
    private const string Head =
        "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: v}\nspec:\n";
    private const string Route = "route: [{destination: {host: a}}]";

    [Theory]
    [InlineData("{hosts: [a], http: [{" + Route + "}]}")]
    [InlineData("{hosts: ['*.example.com', a.b, 10.0.0.1], http: [{" + Route + "}]}")]
    [InlineData("{hosts: ['*'], gateways: [ns/gw], http: [{" + Route + "}]}")]
    [InlineData("{http: [{" + Route + "}]}")]
    [InlineData("{hosts: [a], http: [{route: [{destination: {host: a}, weight: 0}]}]}")]
    [InlineData(
        "{hosts: [a], http: [{route: [{destination: {host: a}, weight: 1}, {destination: {host: b}, weight: "
            + "2}]}]}")]
    [InlineData("{hosts: [a], http: [{redirect: {uri: /x}}]}")]
    [InlineData("{hosts: [a], http: [{redirect: {redirectCode: 308, port: 8443}}]}")]
    [InlineData("{hosts: [a], http: [{directResponse: {status: 503, body: {string: down}}}]}")]
    [InlineData("{hosts: [a], http: [{delegate: {name: d, namespace: n}}]}")]
    [InlineData(
        "{hosts: [a], http: [{rewrite: {uriRegexRewrite: {match: '^/(.*)$', rewrite: '/x/\\1'}}, "
            + "" + Route + "}]}")]
    [InlineData(
        "{hosts: [a], http: [{match: [{headers: {x: {}, '@request.auth.claims.sub': {exact: a}}}], "
            + "" + Route + "}]}")]
    [InlineData("{hosts: [a], http: [{match: [{uri: {regex: '/(?P<id>[0-9]+)'}}], " + Route + "}]}")]
    [InlineData(
        "{hosts: [a], tcp: [{match: [{port: 27017, destinationSubnets: [10.0.0.1/8]}], " + Route + "}]}")]
    [InlineData("{hosts: ['*.a.com'], tls: [{match: [{port: 443, sniHosts: [x.a.com]}], " + Route + "}]}")]
    [InlineData("{hosts: [a], http: [{retries: {attempts: 3, retryOn: '5xx,503, reset'}, " + Route + "}]}")]
    public void Accepts(string spec) =>
        Assert.NotEqual(Verdict.Rejected, Verdicts.Of(Head + "  " + spec).Verdict);

    [Theory]
    [InlineData("{hosts: [a]}", "spec", "no routes")]
    [InlineData("{gateways: [g], http: [{" + Route + "}]}", "spec.gateways", "without \"hosts\"")]
    [InlineData("{tcp: [{" + Route + "}]}", "spec", "without \"hosts\"")]
    [InlineData("{hosts: [a, A], http: [{" + Route + "}]}", "spec.hosts[1]", "twice")]
    [InlineData("{hosts: [a..b], http: [{" + Route + "}]}", "spec.hosts[0]", "labels of letters")]
    [InlineData("{hosts: [''], http: [{" + Route + "}]}", "spec.hosts[0]", "empty")]
    [InlineData("{hosts: ['*'], http: [{" + Route + "}]}", "spec.hosts[0]", "whole mesh")]
    [InlineData(
        "{hosts: ['*'], gateways: [g, mesh], http: [{" + Route + "}]}", "spec.hosts[0]", "whole mesh")]
    [InlineData(
        "{hosts: [a], gateways: [a/b/c], http: [{" + Route + "}]}", "spec.gateways[0]", "namespace/name")]
    [InlineData("{hosts: [a], exportTo: ['.', '.'], http: [{" + Route + "}]}", "spec.exportTo[1]", "twice")]
    [InlineData("{hosts: [a], http: [{}]}", "spec.http[0]", "no action")]
    [InlineData(
        "{hosts: [a], http: [{redirect: {uri: /x}, directResponse: {status: 200}}]}",
        "spec.http[0].directResponse",
        "only one")]
    [InlineData(
        "{hosts: [a], http: [{redirect: {uri: /x}, rewrite: {uri: /y}}]}",
        "spec.http[0].rewrite",
        "only with \"route\"")]
    [InlineData("{hosts: [a], http: [{redirect: {}}]}", "spec.http[0].redirect", "empty redirect")]
    [InlineData(
        "{hosts: [a], http: [{redirect: {uri: /x, prefixRewrite: /y}}]}",
        "spec.http[0].redirect.prefixRewrite",
        "only one")]
    [InlineData(
        "{hosts: [a], http: [{redirect: {scheme: ftp}}]}", "spec.http[0].redirect.scheme", "http or https")]
    [InlineData("{hosts: [a], http: [{redirect: {port: 99999}}]}", "spec.http[0].redirect.port", "65535")]
    [InlineData(
        "{hosts: [a], http: [{directResponse: {status: 600}}]}", "spec.http[0].directResponse.status", "599")]
    [InlineData("{http: [{delegate: {name: d}}]}", "spec.http[0].delegate", "one level")]
    [InlineData("{hosts: [a], http: [{delegate: {}}]}", "spec.http[0].delegate", "name of a VirtualService")]
    [InlineData(
        "{hosts: [a], http: [{rewrite: {uri: /a, uriRegexRewrite: {match: a, rewrite: b}}, " + Route + "}]}",
        "spec.http[0].rewrite.uriRegexRewrite",
        "only one")]
    [InlineData(
        "{hosts: [a], http: [{rewrite: {uriRegexRewrite: {match: '(', rewrite: b}}, " + Route + "}]}",
        "spec.http[0].rewrite.uriRegexRewrite.match",
        "RE2")]
    [InlineData(
        "{hosts: [a], http: [{route: [{destination: {host: '*.a'}}]}]}",
        "spec.http[0].route[0].destination.host",
        "one host")]
    [InlineData(
        "{hosts: [a], http: [{route: [{destination: {host: a, port: {}}}]}]}",
        "spec.http[0].route[0].destination.port",
        "number")]
    [InlineData(
        "{hosts: [a], http: [{route: [{destination: {host: a, subset: V_1}}]}]}",
        "spec.http[0].route[0].destination.subset",
        "subset")]
    [InlineData(
        "{hosts: [a], http: [{match: [{uri: {prefix: ''}}], " + Route + "}]}",
        "spec.http[0].match[0].uri.prefix",
        "empty prefix")]
    [InlineData(
        "{hosts: [a], http: [{match: [{headers: {'a b': {exact: x}}}], " + Route + "}]}",
        "spec.http[0].match[0].headers[a b]",
        "header")]
    [InlineData(
        "{hosts: [a], http: [{match: [{withoutHeaders: {x: {regex: '(?=a)'}}}], " + Route + "}]}",
        "spec.http[0].match[0].withoutHeaders[x].regex",
        "look-around")]
    [InlineData(
        "{hosts: [a], http: [{match: [{queryParams: {q: {regex: '[z-a]'}}}], " + Route + "}]}",
        "spec.http[0].match[0].queryParams[q].regex",
        "RE2")]
    [InlineData(
        "{hosts: [a], http: [{match: [{port: 0}], " + Route + "}]}", "spec.http[0].match[0].port", "65535")]
    [InlineData(
        "{hosts: [a], http: [{match: [{sourceLabels: {a: 'b c'}}], " + Route + "}]}",
        "spec.http[0].match[0].sourceLabels[a]",
        "label value")]
    [InlineData(
        "{hosts: [a], http: [{headers: {response: {add: {x: \"a\\nb\"}}}, " + Route + "}]}",
        "spec.http[0].headers.response.add[x]",
        "line break")]
    [InlineData(
        "{hosts: [a], http: [{headers: {request: {remove: ['a b']}}, " + Route + "}]}",
        "spec.http[0].headers.request.remove[0]",
        "a b")]
    [InlineData(
        "{hosts: [a], http: [{retries: {attempts: -1}, " + Route + "}]}",
        "spec.http[0].retries.attempts",
        "0 or more")]
    [InlineData(
        "{hosts: [a], http: [{retries: {attempts: 0, retryOn: 5xx}, " + Route + "}]}",
        "spec.http[0].retries.attempts",
        "turns retries off")]
    [InlineData(
        "{hosts: [a], http: [{retries: {attempts: 1, retryOn: never}, " + Route + "}]}",
        "spec.http[0].retries.retryOn",
        "never")]
    [InlineData("{hosts: [a], http: [{fault: {}, " + Route + "}]}", "spec.http[0].fault", "empty fault")]
    [InlineData(
        "{hosts: [a], http: [{fault: {abort: {httpStatus: 20}}, " + Route + "}]}",
        "spec.http[0].fault.abort.httpStatus",
        "200 to 599")]
    [InlineData(
        "{hosts: [a], http: [{fault: {delay: {fixedDelay: 1s, percentage: {value: 101}}}, " + Route + "}]}",
        "spec.http[0].fault.delay.percentage.value",
        "0 to 100")]
    [InlineData(
        "{hosts: [a], http: [{corsPolicy: {allowMethods: ['G T']}, " + Route + "}]}",
        "spec.http[0].corsPolicy.allowMethods[0]",
        "HTTP method")]
    [InlineData("{hosts: [a], tcp: [{}]}", "spec.tcp[0]", "at least one destination")]
    [InlineData(
        "{hosts: [a], tcp: [{match: [{destinationSubnets: [10.0.0.0/33]}], " + Route + "}]}",
        "spec.tcp[0].match[0].destinationSubnets[0]",
        "range")]
    [InlineData(
        "{hosts: [a.com], tls: [{match: [{sniHosts: [b.com]}], " + Route + "}]}",
        "spec.tls[0].match[0].sniHosts[0]",
        "within")]
    public void Rejects(string spec, string path, string words)
    {
        Diagnostic error = Assert.Single(
            Verdicts.Of(Head + "  " + spec).Messages, message => message.Severity == Severity.Error);
        Assert.Equal(path, error.Path);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host")]
    [InlineData(":path")]
    public void Warns_of_the_removal_of_what_every_request_needs(string header)
    {
        string http = $"[{{headers: {{request: {{remove: ['{header}']}}}}, {Route}}}]";
        ObjectVerdict verdict = Verdicts.Of($"{Head}  hosts: [a]\n  http: {http}\n");
        Assert.Equal(Verdict.AcceptedWithWarnings, verdict.Verdict);
        Assert.Equal("spec.http[0].headers.request.remove[0]", Assert.Single(verdict.Messages).Path);
    }

    [Theory]
    [InlineData("[{" + Route + "}, {" + Route + "}]", "IST0130 spec.http[1]")]
    [InlineData(
        "[{match: [{uri: {prefix: /}}], " + Route + "}, {match: [{uri: {exact: /a}}], " + Route + "}]",
        "IST0130 spec.http[1]")]
    [InlineData(
        "[{match: [{uri: {prefix: /a}}], " + Route + "}, {match: [{uri: {prefix: /a}}], " + Route + "}]",
        "IST0131 spec.http[1].match[0]|IST0130 spec.http[1]")]
    [InlineData(
        "[{match: [{uri: {prefix: /a}}, {uri: {prefix: /a}}], " + Route + "}]",
        "IST0131 spec.http[0].match[1]")]
    [InlineData(
        "[{match: [{uri: {prefix: /}, headers: {a: {exact: b}}}], " + Route + "}, {" + Route + "}]", "")]
    [InlineData("[{match: [{uri: {prefix: /}, port: 80}], " + Route + "}, {" + Route + "}]", "")]
    public void Finds_rules_that_no_request_reaches(string http, string expected)
    {
        ObjectVerdict verdict = Verdicts.Of($"{Head}  hosts: [a]\n  http: {http}\n");
        string[] found = [.. verdict.Messages.Select(message => $"{message.Code} {message.Path}").Order()];
        Assert.Equal(expected.Split('|', StringSplitOptions.RemoveEmptyEntries).Order(), found);
        Assert.NotEqual(Verdict.Rejected, verdict.Verdict);
    }
}
