using BenchmarkDotNet.Running;
using Outrigger.Http.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(HeadBenchmarks).Assembly).Run(args);
