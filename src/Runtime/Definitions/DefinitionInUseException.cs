using Masterplan.Runtime.Runs;

namespace Masterplan.Runtime.Definitions;

/// <summary>A version of a definition was not deleted, for another definition uses it as an activity.</summary>
public sealed class DefinitionInUseException(string definitionId, int version, string userDefinitionId)
    : RuntimeException($"Version {version} of '{definitionId}' was not deleted: '{userDefinitionId}' uses it as an activity. Change that one, and publish it, first.");
