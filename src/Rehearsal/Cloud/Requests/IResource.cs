namespace Masterplan.Rehearsal.Cloud.Requests;

/// <summary>One kind of resource: its calls, and what becomes of its operations.</summary>
internal interface IResource
{
    IEnumerable<Route> Routes { get; }

    IEnumerable<Operations.Effect> Effects => [];
}
