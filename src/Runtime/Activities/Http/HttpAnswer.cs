namespace Masterplan.Runtime.Activities.Http;

/// <summary>What a run answers to the request that started it.</summary>
public sealed record HttpAnswer(int StatusCode, string? ContentType, string Content, IReadOnlyDictionary<string, string> Headers);
