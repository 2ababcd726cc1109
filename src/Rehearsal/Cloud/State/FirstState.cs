using Masterplan.Rehearsal.Cloud.Resources;

namespace Masterplan.Rehearsal.Cloud.State;

/// <summary>What a new organisation has: one security group, <c>default</c>, without rules.</summary>
internal static class FirstState
{
    internal static void Put(CloudState state)
    {
        lock (state.Gate)
        {
            if (!state.SecurityGroups.All.Any(g => g.Name == SecurityGroupResource.Default))
            {
                var group = new SecurityGroupRecord(Guid.NewGuid(), SecurityGroupResource.Default, "Default Security Group");
                state.SecurityGroups.Put(group.Id, group);
            }

            state.Commit();
        }
    }
}
