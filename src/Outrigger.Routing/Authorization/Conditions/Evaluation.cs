namespace Outrigger.Routing.Authorization.Conditions;

/// <summary>What all conditions of one decision look at.</summary>
internal readonly ref struct Evaluation
{
    /// <summary>What is known beside the request.</summary>
    public required AuthorizationInput Input { get; init; }

    /// <summary>The request's path without its query; empty when there is none.</summary>
    public required ReadOnlySpan<byte> Path { get; init; }

    /// <summary>Where answers are kept.</summary>
    public required AuthorizationScratch Scratch { get; init; }
}
