using System.Text.Json.Nodes;

namespace Masterplan.Host.Tests.Webhooks;

/// <summary>A notice as it came.</summary>
/// <param name="Key">Its header Idempotency-Key.</param>
/// <param name="Answered">The status that it was answered with.</param>
/// <param name="Body">What it says.</param>
internal sealed record Delivery(string Key, int Answered, JsonObject Body)
{
    public string Event => (string)Body["event"]!;
}
