using BenchmarkDotNet.Running;
using Outrigger.Routing.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(AuthorizationBenchmarks).Assembly).Run(args);
