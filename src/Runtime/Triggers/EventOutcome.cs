using Masterplan.Runtime.Store;

namespace Masterplan.Runtime.Triggers;

/// <summary>What became of an event: the instances that it resumes, one per bookmark, the runs that it started, and those that were not started because another is in the way.</summary>
internal sealed record EventOutcome(IReadOnlyList<string> Resumed, IReadOnlyList<InstanceRow> Started, IReadOnlyList<(string DefinitionId, string Running)> Refused);
