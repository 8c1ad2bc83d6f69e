using Outrigger.Routing.Routes;

namespace Outrigger.Routing.Tests.Mutations;

public sealed class HeaderMutationTests
{
    private const string Levels =
        """
        most_specific_header_mutations_wins: MOST_SPECIFIC
        request_headers_to_add: [{header: {key: x-level, value: table}, append_action: ACTION}]
        response_headers_to_add: [{header: {key: x-response, value: table}}]
        virtual_hosts:
        - name: v
          domains: ["*"]
          request_headers_to_add: [{header: {key: X-Level, value: host}, append_action: ACTION}]
          response_headers_to_add: [{header: {key: x-response, value: host}}]
          routes:
          - match: {prefix: /}
            request_headers_to_add: [{header: {key: x-level, value: route}, append_action: ACTION}]
            response_headers_to_add: [{header: {key: x-response, value: route}}]
            route:
              weighted_clusters:
                clusters:
                - name: c
                  weight: 1
                  request_headers_to_add: [{header: {key: x-level, value: cluster}, append_action: ACTION}]
                  response_headers_to_remove: [x-response]
        """;

    [Theory]
    [InlineData("APPEND_IF_EXISTS_OR_ADD", "false", "cluster, route, host, table")]
    [InlineData("APPEND_IF_EXISTS_OR_ADD", "true", "table, host, route, cluster")]
    [InlineData("OVERWRITE_IF_EXISTS_OR_ADD", "false", "table")]
    [InlineData("OVERWRITE_IF_EXISTS_OR_ADD", "true", "cluster")]
    [InlineData("ADD_IF_ABSENT", "false", "cluster")]
    [InlineData("ADD_IF_ABSENT", "true", "table")]
    [InlineData("OVERWRITE_IF_EXISTS", "false", "")]
    public void Levels_are_applied_from_the_most_specific_unless_told_otherwise(
        string action, string mostSpecificWins, string expected)
    {
        RouteTable table = Tables.Valid(Levels
            .Replace("ACTION", action, StringComparison.Ordinal)
            .Replace("MOST_SPECIFIC", mostSpecificWins, StringComparison.Ordinal));
        List<string> lines = Apply(table, [], isRequest: true);
        Assert.Equal(expected, string.Join(", ", lines.Select(line => line["x-level: ".Length..])));
    }

    [Fact]
    public void The_last_level_has_the_last_word_in_the_response_too()
    {
        RouteTable table = Tables.Valid(Levels
            .Replace("ACTION", "ADD_IF_ABSENT", StringComparison.Ordinal)
            .Replace("MOST_SPECIFIC", "true", StringComparison.Ordinal));
        Assert.Equal(["other: 1"], Apply(table, ["other: 1", "x-response: upstream"], isRequest: false));

        table = Tables.Valid(Levels
            .Replace("ACTION", "ADD_IF_ABSENT", StringComparison.Ordinal)
            .Replace("MOST_SPECIFIC", "false", StringComparison.Ordinal));
        Assert.Equal(
            ["other: 1", "x-response: route", "x-response: host", "x-response: table"],
            Apply(table, ["other: 1", "x-response: upstream"], isRequest: false));
    }

    [Theory]
    // Headers are removed before any is added.
    [InlineData(
        "x: 1",
        "request_headers_to_remove: [X], ADD: [{header: {key: x, value: n}}]",
        "x: n")]
    // All values are worked out after the removals and before the additions.
    [InlineData(
        "x: 1",
        "request_headers_to_remove: [x], request_headers_to_add: [{header: {key: y, value: \"%REQ(x)%\"}}]",
        "")]
    [InlineData(
        "x: 1",
        "ADD: [{header: {key: x, value: n}, append_action: OVERWRITE_IF_EXISTS}, "
        + "{header: {key: y, value: \"%REQ(x)%\"}}]",
        "x: n|y: 1")]
    // Overwriting ones are put in place before appending ones.
    [InlineData(
        "x: 1",
        "ADD: [{header: {key: x, value: a}}, "
        + "{header: {key: x, value: b}, append_action: OVERWRITE_IF_EXISTS_OR_ADD}]",
        "x: b|x: a")]
    // The older switch.
    [InlineData("x: 1", "ADD: [{header: {key: x, value: a}, append: true}]", "x: 1|x: a")]
    [InlineData("x: 1", "ADD: [{header: {key: x, value: a}, append: false}]", "x: a")]
    // Empty values are dropped unless they are to be kept.
    [InlineData("x: 1", "ADD: [{header: {key: y, value: \"\"}}]", "x: 1")]
    [InlineData(
        "x: 1",
        "ADD: [{header: {key: y, value: \"\"}, keep_empty_value: true}]",
        "x: 1|y: ")]
    [InlineData(
        "x: 1",
        "ADD: [{header: {key: x, value: \"%REQ(no)%\"}, append_action: OVERWRITE_IF_EXISTS}]",
        "x: 1")]
    [InlineData(
        "x: 1",
        "ADD: [{header: {key: x, value: a}, append_action: ADD_IF_ABSENT}]",
        "x: 1")]
    [InlineData(
        "x: 1",
        "ADD: [{header: {key: y, value: a}, append_action: OVERWRITE_IF_EXISTS}]",
        "x: 1")]
    // Bytes instead of text ("raw").
    [InlineData("", "ADD: [{header: {key: y, raw_value: cmF3}}]", "y: raw")]
    public void One_level_follows_Envoys_order(string headers, string mutations, string expected)
    {
        string yaml = mutations.Replace("ADD:", "request_headers_to_add:", StringComparison.Ordinal);
        RouteTable table = Tables.Valid(Tables.WithRoutes(
            $"- {{match: {{prefix: /}}, route: {{cluster: c}}, {yaml}}}"));
        string[] before = headers.Length == 0 ? [] : [headers];
        Assert.Equal(expected, string.Join('|', Apply(table, before, isRequest: true)));
    }

    [Fact]
    public void Redirects_and_direct_responses_have_response_mutations()
    {
        RouteTable table = Tables.Valid(Tables.WithRoutes(
            "- {match: {prefix: /}, direct_response: {status: 200}, "
            + "response_headers_to_add: [{header: {key: content-type, value: text/plain}}]}"));
        Assert.Equal(["content-type: text/plain"], Apply(table, [], isRequest: false));
    }

    [Fact]
    public void Values_longer_than_the_stack_buffer_and_many_of_them_are_applied()
    {
        string additions = string.Join(", ", Enumerable.Range(0, 100).Select(i =>
            $"{{header: {{key: x{i}, value: \"%REQ(long)%-{i}\"}}}}"));
        RouteTable table = Tables.Valid(Tables.WithRoutes(
            $"- {{match: {{prefix: /}}, route: {{cluster: c}}, request_headers_to_add: [{additions}]}}"));
        string value = new('v', 5000);
        List<string> lines = Apply(table, ["long: " + value], isRequest: true);

        Assert.Equal(101, lines.Count);
        Assert.Equal($"x99: {value}-99", lines[100]);
    }

    private static List<string> Apply(RouteTable table, string[] lines, bool isRequest)
    {
        RouteDecision decision = Tables.Decide(table, TestRequest.Get("http://h/"));
        var headers = new TestHeaders([.. lines]);
        var none = new TestHeaders([]);
        var context = new TestFormatContext(isRequest ? headers : none, isRequest ? none : headers);
        (isRequest ? decision.RequestMutations : decision.ResponseMutations).Apply(ref headers, ref context);
        return headers.Lines;
    }
}
