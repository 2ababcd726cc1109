namespace Masterplan.Exoscale;

/// <summary>Who may see a template or a security group: the organisation, or everyone. <see cref="Unknown"/> when absent, or new since this client was written.</summary>
public enum Visibility
{
    Unknown,
    Private,
    Public,
}
