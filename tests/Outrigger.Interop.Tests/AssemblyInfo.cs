using System.Runtime.Versioning;
using Xunit.v3;

[assembly: SupportedOSPlatform("linux")]

// Every test runs real programs and some measure memory: side by side they would disturb each other.
[assembly: Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
