namespace Masterplan.Exoscale.SecurityGroups;

/// <summary>The direction of a rule, seen from the instance.</summary>
public enum FlowDirection
{
    Unknown,
    Ingress,
    Egress,
}
