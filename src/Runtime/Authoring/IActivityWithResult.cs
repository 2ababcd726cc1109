namespace Masterplan.Runtime.Authoring;

/// <summary>An activity with a main output.</summary>
public interface IActivityWithResult : IActivity
{
    Output? Result { get; set; }
}
