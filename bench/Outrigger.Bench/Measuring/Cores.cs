using System.Diagnostics;
using System.Runtime.Versioning;

[assembly: SupportedOSPlatform("linux")]

namespace Outrigger.Bench.Measuring;

/// <summary>Which core does what: the proxies have one, the backend and the load share the other.</summary>
internal static class Cores
{
    public const int Proxy = 0;

    public const int Load = 1;

    /// <summary>Keeps this process, and with it what it generates of the load, on the load's core.</summary>
    public static void PinThisProcess()
    {
        using var self = Process.GetCurrentProcess();
        self.ProcessorAffinity = 1 << Load;
    }
}
