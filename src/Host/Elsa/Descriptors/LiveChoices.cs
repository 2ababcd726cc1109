using System.Text.Json.Nodes;
using Masterplan.Activities.Steps;
using Masterplan.Runtime.Authoring;

namespace Masterplan.Host.Elsa.Descriptors;

/// <summary>The choices of inputs that change while the program runs: steps that work on a cluster offer those that are known.</summary>
/// <param name="Clusters">The names of the clusters that are known.</param>
internal sealed record LiveChoices(IReadOnlyList<string> Clusters)
{
    /// <summary>Describes an activity. The designer asks again for what is live when the activity is selected.</summary>
    public JsonObject Describe(ActivityDescriptor descriptor)
    {
        var model = ActivityModel.Of(descriptor);
        foreach (var (input, described) in descriptor.Inputs.Zip(model["inputs"]!.AsArray()).Where(pair => IsLive(descriptor, pair.First)))
        {
            var choices = Specification(descriptor, input);
            choices["Refresh"] = true;
            (described!["uiHint"], described["uiSpecifications"]) = (InputUIHints.DropDown, choices);
        }

        return model;
    }

    public JsonObject Specification(ActivityDescriptor descriptor, InputDescriptor input) => IsLive(descriptor, input) ? InputEditors.DropDown(Clusters) : InputEditors.Specification(input);

    private static bool IsLive(ActivityDescriptor descriptor, InputDescriptor input) => input.Name == nameof(ClusterActivity.Cluster) && descriptor.ClrType.IsAssignableTo(typeof(ClusterActivity));
}
