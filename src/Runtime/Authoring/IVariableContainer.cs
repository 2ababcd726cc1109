namespace Masterplan.Runtime.Authoring;

/// <summary>An activity that declares variables for itself and what is below it.</summary>
public interface IVariableContainer : IActivity
{
    ICollection<Variable> Variables { get; set; }
}
