namespace Masterplan.Host.Audit;

/// <summary>Has every call of an endpoint recorded, even one that changes nothing.</summary>
/// <param name="what">What it does, in words; unset takes method and path.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AuditedAttribute(string? what = null) : Attribute
{
    public string? What { get; } = what;
}
