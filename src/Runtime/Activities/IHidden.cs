namespace Masterplan.Runtime.Activities;

/// <summary>An activity that the designer's palette does not offer.</summary>
internal interface IHidden;
