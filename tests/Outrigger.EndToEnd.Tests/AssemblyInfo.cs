// Every test runs real processes and measures them: side by side they would measure each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
