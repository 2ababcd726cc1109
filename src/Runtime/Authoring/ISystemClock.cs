namespace Masterplan.Runtime.Authoring;

/// <summary>The clock that activities ask; the host's <see cref="TimeProvider"/> behind it.</summary>
public interface ISystemClock
{
    DateTimeOffset UtcNow { get; }
}
