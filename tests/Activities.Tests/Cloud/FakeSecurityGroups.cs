using Masterplan.Exoscale;
using Masterplan.Exoscale.Operations;
using Masterplan.Exoscale.SecurityGroups;

namespace Masterplan.Activities.Tests.Cloud;

/// <summary>The security groups of a <see cref="FakeCloud"/>, and the calls that changed their rules with how many operations were pending after each.</summary>
internal sealed class FakeSecurityGroups(FakeCloud cloud) : ISecurityGroupApi
{
    private int pending;

    public List<SecurityGroup> All { get; } = [];

    /// <summary>How many operations were under way after each call that changed a rule.</summary>
    public List<int> Pending { get; } = [];

    /// <summary>What the next calls run into: "refused" (nothing done), "lost" (done, but the answer is lost), "failure" (the operation fails); null: nothing.</summary>
    public Queue<string?> Faults { get; } = [];

    public SecurityGroup Add(string name)
    {
        All.Add(new() { Id = Guid.NewGuid(), Name = name });
        return All[^1];
    }

    public Task<IReadOnlyList<SecurityGroup>> ListAsync(CancellationToken cancellationToken = default) => Task.FromResult<IReadOnlyList<SecurityGroup>>([.. All]);

    public Task<SecurityGroup> GetAsync(Guid id, CancellationToken cancellationToken = default) => Task.FromResult(All.Single(group => group.Id == id));

    public Task<Operation> AddRuleAsync(Guid groupId, NewSecurityGroupRule rule, CancellationToken cancellationToken = default)
    {
        var source = rule.SecurityGroup is { Id: { } id } ? new SecurityGroupResource { Id = id, Name = All.Single(group => group.Id == id).Name } : null;
        var added = new SecurityGroupRule
        {
            Id = Guid.NewGuid(),
            Description = rule.Description,
            FlowDirection = FlowDirection.Ingress,
            Protocol = rule.Protocol,
            StartPort = rule.StartPort,
            EndPort = rule.EndPort,
            Network = rule.Network,
            SecurityGroup = source,
        };
        return Change(groupId, rules => [.. rules, added], rules => [.. rules.Where(one => one.Id != added.Id)]);
    }

    public Task<Operation> DeleteRuleAsync(Guid groupId, Guid ruleId, CancellationToken cancellationToken = default) =>
        Change(groupId, rules => [.. rules.Where(rule => rule.Id != ruleId)], rules => rules);

    public Task<Operation> CreateAsync(string name, string? description = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<Operation> DeleteAsync(Guid id, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<Operation> AttachAsync(Guid groupId, Guid instanceId, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<Operation> DetachAsync(Guid groupId, Guid instanceId, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    private Task<Operation> Change(Guid id, Func<IReadOnlyList<SecurityGroupRule>, IReadOnlyList<SecurityGroupRule>> apply, Func<IReadOnlyList<SecurityGroupRule>, IReadOnlyList<SecurityGroupRule>> undo)
    {
        Faults.TryDequeue(out var fault);
        if (fault == "refused")
            throw new ExoscaleException(ExoscaleErrorKind.Unreachable, "The answer was lost.") { IsOutcomeUnknown = true };
        Put(id, apply);
        if (fault == "lost")
            throw new ExoscaleException(ExoscaleErrorKind.Unreachable, "The answer was lost.") { IsOutcomeUnknown = true };
        Pending.Add(++pending);
        var ended = false;
        return Task.FromResult(cloud.Begin(id, () =>
        {
            if (ended)
                return;
            ended = true;
            pending--;
            if (fault == "failure")
                Put(id, undo);
        }, fault == "failure" ? "fault" : null));
    }

    private void Put(Guid id, Func<IReadOnlyList<SecurityGroupRule>, IReadOnlyList<SecurityGroupRule>> change)
    {
        var index = All.FindIndex(group => group.Id == id);
        All[index] = All[index] with { Rules = change(All[index].Rules) };
    }
}
