namespace Masterplan.Runtime.Runs;

/// <summary>What happens in this process's runs, as it happens.</summary>
public interface IRunEvents
{
    /// <summary>Subscribes from now on. A subscriber that falls more than 10,000 events behind loses the oldest. Dispose to end.</summary>
    IRunEventSubscription Subscribe(Predicate<RunEvent>? wanted = null);
}
