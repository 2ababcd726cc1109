using Masterplan.Activities.Cloud;
using Masterplan.Exoscale;
using Masterplan.Exoscale.Instances;
using Masterplan.Exoscale.Operations;

namespace Masterplan.Activities.Tests.Cloud;

/// <summary>The instances of a <see cref="FakeCloud"/>, and the calls that changed them.</summary>
internal sealed class FakeInstances(FakeCloud cloud, TimeProvider clock) : IInstanceApi
{
    public List<Instance> All { get; } = [];

    public List<string> Calls { get; } = [];

    /// <summary>What the next creations run into: "lost" (done, but the answer is lost), "refused" (nothing done, the answer is lost), "failure" (the operation fails).</summary>
    public Queue<string> Faults { get; } = [];

    /// <summary>Called at each creation, before anything is done.</summary>
    public Func<NewInstance, Task> OnCreate { get; set; } = _ => Task.CompletedTask;

    public Instance Add(string name, string cluster, int minutesAgo = 0, InstanceState state = InstanceState.Running)
    {
        var made = new Instance
        {
            Id = Guid.NewGuid(),
            Name = name,
            State = state,
            PublicIp = $"192.0.2.{All.Count + 1}",
            CreatedAt = clock.GetUtcNow().AddMinutes(-minutesAgo),
            Labels = new Dictionary<string, string> { [Labels.Cluster] = cluster },
        };
        All.Add(made);
        return made;
    }

    public Task<IReadOnlyList<Instance>> ListAsync(string? ipAddress = null, CancellationToken cancellationToken = default) => Task.FromResult<IReadOnlyList<Instance>>([.. All]);

    public Task<Instance> GetAsync(Guid id, CancellationToken cancellationToken = default) => Task.FromResult(All.Single(instance => instance.Id == id));

    public Task<Instance?> FindAsync(Guid id, CancellationToken cancellationToken = default) => Task.FromResult(All.Find(instance => instance.Id == id));

    public async Task<Operation> CreateAsync(NewInstance instance, CancellationToken cancellationToken = default)
    {
        await OnCreate(instance);
        Calls.Add($"create {instance.Name}");
        Faults.TryDequeue(out var fault);
        if (fault == "refused")
            throw new ExoscaleException(ExoscaleErrorKind.Unreachable, "The answer was lost.") { IsOutcomeUnknown = true };
        var made = Add(instance.Name, instance.Labels![Labels.Cluster], state: InstanceState.Starting);
        if (fault == "lost")
        {
            Set(made.Id, InstanceState.Running);
            throw new ExoscaleException(ExoscaleErrorKind.Unreachable, "The answer was lost.") { IsOutcomeUnknown = true };
        }

        return cloud.Begin(made.Id, () => Set(made.Id, fault == "failure" ? InstanceState.Error : InstanceState.Running), fault == "failure" ? "fault" : null);
    }

    public Task<Operation> StartAsync(Guid id, CancellationToken cancellationToken = default)
    {
        Calls.Add("start");
        return Task.FromResult(cloud.Begin(id, () => Set(id, InstanceState.Running)));
    }

    public Task<Operation> DeleteAsync(Guid id, CancellationToken cancellationToken = default)
    {
        Calls.Add($"delete {All.Single(instance => instance.Id == id).Name}");
        return Task.FromResult(cloud.Begin(id, () => All.RemoveAll(instance => instance.Id == id)));
    }

    public Task<Operation> UpdateAsync(Guid id, InstanceUpdate update, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<Operation> StopAsync(Guid id, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<Operation> RebootAsync(Guid id, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<Operation> AddProtectionAsync(Guid id, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<Operation> RemoveProtectionAsync(Guid id, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    private void Set(Guid id, InstanceState state)
    {
        var index = All.FindIndex(instance => instance.Id == id);
        if (index >= 0)
            All[index] = All[index] with { State = state };
    }
}
