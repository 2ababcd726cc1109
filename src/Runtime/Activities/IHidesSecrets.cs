namespace Masterplan.Runtime.Activities;

/// <summary>An activity whose inputs may have secrets in parts of them.</summary>
internal interface IHidesSecrets
{
    /// <summary>An input's value as the execution record may show it.</summary>
    object? Shown(string input, object? value);
}
