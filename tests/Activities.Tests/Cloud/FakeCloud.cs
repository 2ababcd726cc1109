using Masterplan.Activities.Cloud;
using Masterplan.Exoscale;
using Masterplan.Exoscale.AntiAffinityGroups;
using Masterplan.Exoscale.ElasticIps;
using Masterplan.Exoscale.Instances;
using Masterplan.Exoscale.InstanceTypes;
using Masterplan.Exoscale.Operations;
using Masterplan.Exoscale.Quotas;
using Masterplan.Exoscale.SecurityGroups;
using Masterplan.Exoscale.SshKeys;
using Masterplan.Exoscale.Templates;
using Masterplan.Exoscale.Zones;

namespace Masterplan.Activities.Tests.Cloud;

/// <summary>A cloud in memory that knows instances, security groups and their operations.</summary>
internal sealed class FakeCloud : IClouds, IExoscaleApi, IInstanceTypeApi, IOperationApi
{
    private readonly Dictionary<Guid, Func<Operation>> operations = [];

    public FakeCloud(TimeProvider clock) => (Machines, Groups) = (new(this, clock), new(this));

    public FakeInstances Machines { get; }

    public FakeSecurityGroups Groups { get; }

    public bool IsRehearsal => true;

    public IInstanceApi Instances => Machines;

    public IInstanceTypeApi InstanceTypes => this;

    public IOperationApi Operations => this;

    public IZoneApi Zones => throw new NotSupportedException();

    public ITemplateApi Templates => throw new NotSupportedException();

    public ISshKeyApi SshKeys => throw new NotSupportedException();

    public ISecurityGroupApi SecurityGroups => Groups;

    public IAntiAffinityGroupApi AntiAffinityGroups => throw new NotSupportedException();

    public IElasticIpApi ElasticIps => throw new NotSupportedException();

    public IQuotaApi Quotas => throw new NotSupportedException();

    public IExoscaleApi Zone(string zone) => this;

    /// <summary>Begins an operation that is pending until it is asked for.</summary>
    public Operation Begin(Guid subject, Action finish, string? failure = null)
    {
        var pending = new Operation { Id = Guid.NewGuid(), State = OperationState.Pending, Reference = new(subject, null, null) };
        operations[pending.Id] = () =>
        {
            finish();
            return failure is null ? pending with { State = OperationState.Success } : pending with { State = OperationState.Failure, Reason = failure, Message = "the hypervisor said no" };
        };
        return pending;
    }

    public Task<Operation> GetAsync(Guid id, CancellationToken cancellationToken = default) => Task.FromResult(operations[id]());

    public Task<IReadOnlyList<InstanceType>> ListAsync(CancellationToken cancellationToken = default) => Task.FromResult<IReadOnlyList<InstanceType>>(
    [
        new() { Id = Guid.NewGuid(), Family = "standard", Size = "medium", Authorized = true, Memory = 4L << 30 },
        new() { Id = Guid.NewGuid(), Family = "standard", Size = "large", Authorized = true, Memory = 8L << 30 },
    ]);

    Task<InstanceType> IInstanceTypeApi.GetAsync(Guid id, CancellationToken cancellationToken) => throw new NotSupportedException();
}
