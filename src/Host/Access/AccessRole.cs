namespace Masterplan.Host.Access;

/// <summary>What someone may do; each role may do what the ones before it may.</summary>
internal enum AccessRole
{
    /// <summary>Sees definitions, runs and clusters.</summary>
    Viewer,

    /// <summary>Starts and steers runs.</summary>
    Operator,

    /// <summary>Changes definitions, users and keys.</summary>
    Admin,
}
