namespace Outrigger.Bench.Loads;

/// <summary>A closed loop of work for the proxy on a port of 127.0.0.1.</summary>
internal interface ILoad
{
    LoadResult Run(int port, int seconds);
}
