namespace Masterplan.Runtime.Authoring;

/// <summary>What the designer wrote about an activity.</summary>
public static class ActivityExtensions
{
    /// <summary>The text that the designer shows; unset if none was written.</summary>
    public static string? GetDisplayText(this IActivity activity) => activity.Metadata.TryGetValue("displayText", out var text) ? text as string : null;

    public static void SetDisplayText(this IActivity activity, string? value) => activity.Metadata["displayText"] = value!;

    public static string? GetDescription(this IActivity activity) => activity.Metadata.TryGetValue("description", out var text) ? text as string : null;

    public static void SetDescription(this IActivity activity, string? value) => activity.Metadata["description"] = value!;

    public static bool GetCanStartWorkflow(this IActivity activity) =>
        activity.CustomProperties.TryGetValue("canStartWorkflow", out var value) && value is true;

    public static void SetCanStartWorkflow(this IActivity activity, bool value) => activity.CustomProperties["canStartWorkflow"] = value;
}
