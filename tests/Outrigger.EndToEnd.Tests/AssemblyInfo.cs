using Xunit.v3;

// Every test runs real processes and measures them: side by side they would measure each other.
[assembly: Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
