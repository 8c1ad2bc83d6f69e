namespace Outrigger.Interop.Tests.Support;

/// <summary>A program of somebody else's that tests run.</summary>
/// <param name="Name">The program's name.</param>
/// <param name="Package">Debian's package that has it.</param>
internal sealed record Tool(string Name, string Package)
{
    public static Tool Curl { get; } = new("curl", "curl");

    public static Tool H2Load { get; } = new("h2load", "nghttp2-client");

    public static Tool Nghttp { get; } = new("nghttp", "nghttp2-client");

    public static Tool Nghttpd { get; } = new("nghttpd", "nghttp2-server");

    public static Tool Nginx { get; } = new("nginx", "nginx-light");

    public static Tool Node { get; } = new("node", "nodejs");

    public static Tool Ruby { get; } = new("ruby", "ruby-grpc");

    public static Tool VarnishTest { get; } = new("varnishtest", "varnish");

    public static Tool Wrk { get; } = new("wrk", "wrk");

    /// <summary>Where the program is; the test is skipped, and says what to install, when it is nowhere.</summary>
    public string Require()
    {
        var path = Find();
        Assert.SkipWhen(path is null, $"{Name} is not on this machine: apt-get install {Package}");
        return path!;
    }

    // Servers are in folders that only root's PATH names.
    private string? Find() => (Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin:/sbin")
        .Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, Name))
        .FirstOrDefault(File.Exists);
}
