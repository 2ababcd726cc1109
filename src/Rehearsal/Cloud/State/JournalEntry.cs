using System.Text.Json;

namespace Masterplan.Rehearsal.Cloud.State;

/// <summary>One record as it is from now on; gone when there is no value.</summary>
internal sealed record JournalEntry(string Table, string Key, JsonElement? Value);
