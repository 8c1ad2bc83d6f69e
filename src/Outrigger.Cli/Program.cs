using Outrigger.Cli;

using var stop = new StopSignals();
return await OutriggerCommand.RunAsync(args, CommandConsole.OfProcess(), stop.Token);
