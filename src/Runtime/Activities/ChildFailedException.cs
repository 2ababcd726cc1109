using Masterplan.Runtime.Runs;

namespace Masterplan.Runtime.Activities;

/// <summary>A workflow that a step waits for ended without success.</summary>
public sealed class ChildFailedException(string message) : RuntimeException(message);
