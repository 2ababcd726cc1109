namespace Masterplan.Host.Elsa.Hub;

/// <summary>What Studio's viewer is told. Public, for SignalR makes a class of it.</summary>
public interface IInstanceObserver
{
    /// <summary>The badges of activities have changed.</summary>
    Task ActivityExecutionLogUpdatedAsync(object message);

    /// <summary>The journal has new lines.</summary>
    Task WorkflowExecutionLogUpdatedAsync(object message);

    /// <summary>The run as a whole has changed.</summary>
    Task WorkflowInstanceUpdatedAsync(object message);
}
