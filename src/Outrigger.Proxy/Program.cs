using Outrigger.Proxy.Bootstrap;
using Outrigger.Proxy.Dns;
using Outrigger.Proxy.Hosting;
using Outrigger.Proxy.Logging;

CommandLineResult arguments = CommandLine.Parse(args, Environment.ProcessorCount);
if (arguments.Output is { } output)
{
    Console.Out.WriteLine(output);
    return 0;
}

if (arguments.Options is not { } options)
{
    Console.Error.WriteLine($"outrigger-proxy: {arguments.Error}");
    return 2;
}

if (options.Mode == ProxyMode.Validate)
{
    return Validation.Run(options, Console.Out, TimeProvider.System);
}

using var log = new EventLog(Console.Error, options.LogLevel, TimeProvider.System);
var world = new ProxyWorld(TimeProvider.System, new Random(), new SystemNameResolver(), log);
return await new ProxyHost(options, world).RunAsync();
