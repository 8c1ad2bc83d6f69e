namespace Outrigger.Proxy.Tests.Attacks;

/// <summary>Attacks run one after the other and by themselves: beside them, other tests would wait for the processor.</summary>
[CollectionDefinition(nameof(AttackCollection), DisableParallelization = true)]
public sealed class AttackCollection;
