using System.ComponentModel;

namespace Masterplan.Activities.Clusters.Spec;

public sealed record AccessSpec
{
    [Description("Networks from which SSH to the nodes is allowed. The default serves rehearsals only; on Exoscale, write your own address here.")]
    public IReadOnlyList<string> OperatorCidrs { get; init; } = ["127.0.0.0/8"];

    [Description("Networks from which the API server can be reached.")]
    public IReadOnlyList<string> ApiCidrs { get; init; } = ["0.0.0.0/0"];

    [Description("Networks from which ports 80 and 443 of the workers can be reached.")]
    public IReadOnlyList<string> IngressCidrs { get; init; } = ["0.0.0.0/0"];
}
