namespace Masterplan.Runtime.Authoring;

/// <summary>A stimulus of which only a part decides what it matches.</summary>
internal interface IKeyedStimulus
{
    /// <summary>What is hashed instead of the whole.</summary>
    object Key { get; }
}
