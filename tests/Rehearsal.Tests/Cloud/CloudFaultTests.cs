using System.Net.Http.Json;
using Masterplan.Exoscale;
using Masterplan.Exoscale.Instances;
using Masterplan.Rehearsal.Cloud.Requests;
using Masterplan.Rehearsal.Faults;
using Masterplan.Rehearsal.Processes;

namespace Masterplan.Rehearsal.Tests.Cloud;

public sealed class CloudFaultTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(FaultNames.Api5xx)]
    [InlineData(FaultNames.Api429)]
    [InlineData(FaultNames.LostResponse)]
    [InlineData(FaultNames.ConnectionReset)]
    [InlineData(FaultNames.OperationFailure)]
    [InlineData(FaultNames.Api5xx, FaultNames.ConnectionReset)]
    public async Task A_client_that_looks_before_it_repeats_gets_through(params string[] faults)
    {
        await using var cloud = await TestCloud.StartAsync(seed: 3, faults: faults);

        var struck = 0;
        foreach (var name in Enumerable.Range(1, 12).Select(i => $"group-{i}"))
            struck += await EnsureGroupAsync(cloud, name);

        struck.ShouldBeGreaterThan(0);
        (await cloud.Api.SecurityGroups.ListAsync(Cancellation)).Count.ShouldBe(13);
    }

    [Fact]
    public async Task An_instance_whose_creation_fails_stays_in_error_until_it_is_deleted()
    {
        await using var cloud = await TestCloud.StartAsync(faults: FaultNames.OperationFailure);
        var names = Enumerable.Range(1, 12).Select(i => $"demo-worker-{i}").ToList();
        var failed = new List<Guid>();
        foreach (var name in names)
        {
            var operation = await cloud.Api.Instances.CreateAsync(await cloud.NewInstanceAsync(name), Cancellation);
            try
            {
                await cloud.WaitAsync(operation);
            }
            catch (ExoscaleException e)
            {
                e.IsTransient.ShouldBeTrue();
                failed.Add(operation.ReferenceId);
            }
        }

        failed.ShouldNotBeEmpty();
        foreach (var id in failed)
            (await cloud.Api.Instances.GetAsync(id, Cancellation)).State.ShouldBe(InstanceState.Error);
        cloud.Machines.Machines.Count.ShouldBe(names.Count - failed.Count);
    }

    [Fact]
    public async Task The_quota_holds_until_it_is_switched_off()
    {
        await using var cloud = await TestCloud.StartAsync(faults: FaultNames.Quota);
        foreach (var i in Enumerable.Range(1, 4))
            await cloud.CreateInstanceAsync($"demo-{i}");
        (await cloud.Api.Quotas.ListAsync(Cancellation)).Single(q => q.Resource == "instance").Free.ShouldBe(0);
        (await cloud.CreateInstanceAsync("demo-5").ShouldThrowAsync<ExoscaleException>()).Kind.ShouldBe(ExoscaleErrorKind.Conflict);

        await RehearsalProcess.SwitchFaultsAsync(cloud.Description, new([]), Cancellation);

        await cloud.CreateInstanceAsync("demo-5");
    }

    [Fact]
    public async Task Reads_are_no_mutations()
    {
        await using var cloud = await TestCloud.StartAsync();
        await cloud.CreateInstanceAsync();
        var before = await MutationsAsync(cloud);

        await cloud.Api.Instances.ListAsync(cancellationToken: Cancellation);
        await cloud.Api.Quotas.ListAsync(Cancellation);

        var after = await MutationsAsync(cloud);
        after.Count.ShouldBe(before.Count);
        after.ByKind.ShouldBe(new Dictionary<string, long> { ["instance"] = 1 });
    }

    private static async Task<int> EnsureGroupAsync(TestCloud cloud, string name)
    {
        for (var struck = 0; ; struck++)
        {
            if ((await cloud.Api.SecurityGroups.ListAsync(Cancellation)).Any(g => g.Name == name))
                return struck;
            try
            {
                await cloud.DoneAsync(cloud.Api.SecurityGroups.CreateAsync(name, null, Cancellation));
            }
            catch (ExoscaleException e) when (e.IsTransient && struck < 8)
            {
            }
        }
    }

    private static async Task<Mutations> MutationsAsync(TestCloud cloud)
    {
        using var http = new HttpClient { BaseAddress = cloud.Description.BaseAddress };
        return (await http.GetFromJsonAsync<Mutations>("rehearsal/mutations", Cancellation))!;
    }
}
