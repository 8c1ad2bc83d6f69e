namespace Outrigger.Routing.Mutations;

/// <summary>What one level does to the headers of requests and of responses; null for nothing.</summary>
internal readonly record struct LevelMutations(HeaderMutationStage? Request, HeaderMutationStage? Response);
