namespace Masterplan.Activities.Clusters.Planning;

public enum NodeRole
{
    Master,
    Worker,
}
