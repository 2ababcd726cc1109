namespace Masterplan.Exoscale;

/// <summary>A resource named by its id alone, as request bodies and thin answers do.</summary>
/// <param name="Id">The resource's id.</param>
public sealed record ResourceRef(Guid Id);
