using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using Outrigger.Resources;

namespace Outrigger.Cli.Options;

/// <summary>Options whose text must be of a certain form, with a sentence that says which.</summary>
internal static class ParsedOptions
{
    /// <summary>A port, 1 to 65535.</summary>
    public static Option<int> Port(string name, string description, int whenAbsent) => new(name)
    {
        HelpName = "PORT",
        Description = description,
        DefaultValueFactory = _ => whenAbsent,
        CustomParser = result => ParsePort(result, lowest: 1) ?? 0,
    };

    /// <summary>A port, or 0 for one that the system chooses.</summary>
    public static Option<int> PortOrAny(string name, string description, int whenAbsent) => new(name)
    {
        HelpName = "PORT",
        Description = description,
        DefaultValueFactory = _ => whenAbsent,
        CustomParser = result => ParsePort(result, lowest: 0) ?? 0,
    };

    /// <summary>A port, 1 to 65535; null when the option was not given.</summary>
    public static Option<int?> OptionalPort(string name, string description) => new(name)
    {
        HelpName = "PORT",
        Description = description,
        CustomParser = result => ParsePort(result, lowest: 1),
    };

    /// <summary>A duration of a second or more; null when the option was not given.</summary>
    public static Option<TimeSpan?> OptionalDuration(string name, string description) => new(name)
    {
        HelpName = "DURATION",
        Description = description,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (Durations.TryParse(text, out var duration) && duration >= TimeSpan.FromSeconds(1)) return duration;
            result.AddError($"{name}: found '{text}', expected a duration such as 60s, 30m or 24h");
            return null;
        },
    };

    /// <summary>An IP address.</summary>
    public static Option<IPAddress> Address(
        string name, string description, IPAddress whenAbsent) => new(name)
    {
        HelpName = "IP",
        Description = description,
        DefaultValueFactory = _ => whenAbsent,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (IPAddress.TryParse(text, out var address)) return address;
            result.AddError($"{name}: found '{text}', expected an IP address such as 127.0.0.1");
            return whenAbsent;
        },
    };

    private static int? ParsePort(ArgumentResult result, int lowest)
    {
        var text = result.Tokens[0].Value;
        var isPort = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port >= lowest && port <= IPEndPoint.MaxPort;
        if (isPort) return port;
        var option = ((OptionResult)result.Parent!).Option.Name;
        result.AddError($"{option}: found '{text}', expected a port from {lowest} to {IPEndPoint.MaxPort}");
        return null;
    }
}
