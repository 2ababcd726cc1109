using System.Text.Json.Nodes;

namespace Masterplan.Rehearsal.Cloud.Requests;

/// <summary>What answers one kind of call; it runs while the state's gate is held.</summary>
/// <param name="Pattern">As in <see cref="Call.Pattern"/>.</param>
/// <param name="Answer">Answers, or throws a <see cref="Refusal"/>.</param>
internal sealed record Route(string Pattern, Func<Call, JsonNode> Answer);
