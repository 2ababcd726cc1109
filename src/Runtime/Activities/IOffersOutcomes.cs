namespace Masterplan.Runtime.Activities;

/// <summary>An activity whose outcomes depend on how it is set up.</summary>
internal interface IOffersOutcomes
{
    /// <summary>Null if they are not known before it runs.</summary>
    IReadOnlyCollection<string>? OfferedOutcomes { get; }
}
