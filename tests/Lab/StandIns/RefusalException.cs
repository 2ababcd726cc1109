namespace Masterplan.StandIns;

/// <summary>What the real program would refuse, in its words.</summary>
internal sealed class RefusalException(string message) : Exception(message);
