using Outrigger.Local.Processes;

namespace Outrigger.Local.Tests.Processes;

public class ProcessesFileTests
{
    [Fact]
    public void Every_field_is_read()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("processes.yaml");
        File.WriteAllText(path, """
            processes:
            - deployment: reviews-v1
              command: [node, server.js, "--port={port}"]
            - deployment: reviews-v1
              namespace: shop
              command:
              - ./run
              workingDirectory: apps/reviews
              env:
                MODE: fast
                SELF: "{address}"
              ports: [9080, 9081]
            """);

        var file = ProcessesFile.Load(path).File!;

        var first = file.Find("default", "reviews-v1")!;
        Assert.Equal(["node", "server.js", "--port={port}"], first.Command.Select(word => word.ToString()));
        Assert.Equal(folder.Path, first.WorkingDirectory);
        Assert.Empty(first.Ports);
        var second = file.Find("shop", "reviews-v1")!;
        Assert.Equal(folder.File("apps/reviews"), second.WorkingDirectory);
        Assert.Equal(["MODE", "SELF"], second.Environment.Keys);
        Assert.Equal([9080, 9081], second.Ports);
        Assert.Null(file.Find("shop", "ratings-v1"));
    }

    public static TheoryData<string, string> Mistakes => new()
    {
        { "", "p.yaml:1:1: error OUT0002: found 0 documents, expected one with the list 'processes'" },
        { "a: 1\n---\nb: 2",
            "p.yaml:1:1: error OUT0002: found 2 documents, expected one with the list 'processes'" },
        { "processes: [\n", "p.yaml:2:1: error OUT0001: not valid YAML: " },
        { "- a", "p.yaml:1:1: error OUT0007: found a list, expected a mapping" },
        { "{}", "p.yaml:1:1: error OUT0009: the list 'processes' is missing" },
        { "process: []", "p.yaml:1:1: error OUT0006: found the field 'process', expected one of processes" },
        { "processes: 3", "p.yaml:1:12: error OUT0007: processes: found '3', expected a list" },
        { "processes:\n- x", "p.yaml:2:3: error OUT0007: processes[0]: found 'x', expected a mapping" },
        { "processes:\n- command: [a]",
            "p.yaml:2:3: error OUT0009: processes[0]: the field 'deployment' is missing" },
        { "processes:\n- deployment: a",
            "p.yaml:2:3: error OUT0009: processes[0]: the field 'command' is missing" },
        { "processes:\n- deployment:\n  command: [a]",
            "p.yaml:2:14: error OUT0007: processes[0].deployment: found nothing, expected a text" },
        { "processes:\n- deployment: ''\n  command: [a]",
            "p.yaml:2:15: error OUT0010: processes[0].deployment: found an empty text, expected a name" },
        { "processes:\n- deployment: a\n  command: run",
            "p.yaml:3:12: error OUT0007: processes[0].command: found 'run', expected a list" },
        { "processes:\n- deployment: a\n  command: []",
            "p.yaml:3:12: error OUT0010: processes[0].command: found an empty list, expected a program" },
        { "processes:\n- deployment: a\n  command: [a, [b]]",
            "p.yaml:3:16: error OUT0007: processes[0].command[1]: found a list, expected a text" },
        { "processes:\n- deployment: a\n  command: [a, '{nope}']",
            "p.yaml:3:16: error OUT0010: processes[0].command[1]: found the placeholder {nope}, expected" },
        { "processes:\n- deployment: a\n  command: [a]\n  ports: [0]",
            "p.yaml:4:11: error OUT0010: processes[0].ports[0]: found '0', expected a port number" },
        { "processes:\n- deployment: a\n  command: [a]\n  env: [A=1]",
            "p.yaml:4:8: error OUT0007: processes[0].env: found a list, expected a mapping" },
        { "processes:\n- deployment: a\n  command: [a]\n  env: {'A=B': 1}",
            "p.yaml:4:9: error OUT0012: processes[0].env: found the name 'A=B', expected one without '='" },
        { "processes:\n- deployment: a\n  command: [a]\n  image: x",
            "p.yaml:4:3: error OUT0006: processes[0]: found the field 'image', expected one of deployment," },
        { "processes:\n- deployment: a\n  command: [a]\n- deployment: a\n  command: [b]",
            "p.yaml:4:3: error OUT0013: processes[1]: the Deployment default/a already has a process" },
        { "processes:\n- deployment: a\n  deployment: b\n  command: [a]",
            "p.yaml:3:3: error OUT0005: not valid YAML: Duplicate key" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_told_with_its_position_and_what_was_expected(string text, string expected)
    {
        var result = new ProcessesFileReader("p.yaml").Read(text);

        Assert.Null(result.File);
        Assert.StartsWith(expected, Assert.Single(result.Diagnostics).ToString());
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        var result = new ProcessesFileReader("p.yaml").Read("""
            processes:
            - deployment: a
              command: [a]
              ports: [x]
            - command: []
            - deployment: b
              command: ['{what}']
            """);

        Assert.Equal([4, 5, 5, 7], result.Diagnostics.Select(diagnostic => diagnostic.Line));
    }

    [Fact]
    public void A_file_that_is_not_there_is_an_error_in_one_sentence()
    {
        var exception = Assert.Throws<LocalRuntimeException>(() => ProcessesFile.Load("/nowhere/p.yaml"));

        Assert.StartsWith("cannot read the processes file /nowhere/p.yaml: ", exception.Message);
    }
}
