using System.Text.Json.Nodes;

namespace Masterplan.Host.Tests.Elsa;

/// <summary>One request and what its answer has to be like: the status, and of each member whether it is text, number, flag, list or object.</summary>
/// <param name="Name">What is asked.</param>
/// <param name="Method">The method.</param>
/// <param name="Path">The path, with {names} of values captured before.</param>
/// <param name="Status">The status of the answer.</param>
/// <param name="Body">The body, if there is one; a text is sent as it is.</param>
/// <param name="Anonymous">True if the request brings no token.</param>
/// <param name="Capture">Values to remember from the answer, by name: their paths.</param>
/// <param name="Shape">What the answer has to be like; unset if it has no body that counts.</param>
internal sealed record Exchange(string Name, string Method, string Path, int Status, JsonNode? Body = null, bool Anonymous = false, Dictionary<string, string>? Capture = null, JsonNode? Shape = null);
