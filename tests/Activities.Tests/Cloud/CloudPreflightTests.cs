using Masterplan.Activities.Cloud;
using Masterplan.Exoscale.InstanceTypes;
using Masterplan.Exoscale.Quotas;
using Masterplan.Exoscale.Zones;

namespace Masterplan.Activities.Tests.Cloud;

public sealed class CloudPreflightTests
{
    private static readonly Zone[] Zones = [new() { Name = "ch-gva-2" }, new() { Name = "ch-dk-2" }];

    private static readonly InstanceType[] Types =
    [
        Type("standard", "medium", 4096), Type("standard", "large", 8192), Type("standard", "micro", 512),
        Type("cpu", "huge", 32768) with { Authorized = false }, Type("memory", "large", 16384) with { Zones = ["ch-dk-2"] },
    ];

    [Fact]
    public void A_plan_that_the_cloud_can_hold_has_no_fault() => Check("").ShouldBeEmpty();

    [Theory]
    [InlineData("zone: de-fra-1", "zone: The cloud has no zone 'de-fra-1'; it has ch-gva-2, ch-dk-2.")]
    [InlineData("masters: {instanceType: standard.tiny}", "masters.instanceType: The cloud has no instance type 'standard.tiny'; of the same family it has standard.medium, standard.large, standard.micro.")]
    [InlineData("masters: {instanceType: tiny}", "masters.instanceType: The cloud has no instance type 'standard.tiny'; of the same family it has standard.medium, standard.large, standard.micro.")]
    [InlineData("workers: {instanceType: gpu.large}", "workers.instanceType: The cloud has no instance type 'gpu.large'; of the same family it has none.")]
    [InlineData("workers: {instanceType: cpu.huge}", "workers.instanceType: Instance type 'cpu.huge' is not open to this account in zone 'ch-gva-2'.")]
    [InlineData("workers: {instanceType: memory.large}", "workers.instanceType: Instance type 'memory.large' is not open to this account in zone 'ch-gva-2'.")]
    [InlineData("workers: {instanceType: standard.micro}", "workers.instanceType: Instance type 'standard.micro' has 512 MiB of memory; a node needs 2048 at least.")]
    public void What_the_cloud_does_not_offer_is_told(string spec, string fault) => Check(spec).ShouldBe([fault]);

    [Theory]
    [InlineData(20, 14, 0, null)]
    [InlineData(20, 15, 0, "workers.count: The quota of 'instance' is 20 with 15 in use, and 6 more are needed. Have it raised, or plan less.")]
    [InlineData(20, 20, 6, null)]
    [InlineData(20, 19, 4, "workers.count: The quota of 'instance' is 20 with 19 in use, and 2 more are needed. Have it raised, or plan less.")]
    [InlineData(-1, 500, 0, null)]
    public void The_quota_must_hold_what_is_still_missing(int limit, int usage, int held, string? fault) =>
        Check("", [new("instance", usage, limit)], held).ShouldBe(fault is null ? [] : [fault]);

    [Fact]
    public void The_elastic_ip_needs_room_unless_it_is_held_already()
    {
        Check("", [new("elastic-ip", 3, 3)]).ShouldBe(["The quota of 'elastic-ip' is 3 with 3 in use, and 1 more are needed. Have it raised, or plan less."]);
        Check("", [new("elastic-ip", 3, 3)], elasticIps: 1).ShouldBeEmpty();
    }

    [Fact]
    public void Several_faults_are_told_at_once() => Check("zone: de-fra-1\nmasters: {instanceType: standard.tiny}", [new("instance", 1, 1)]).Count.ShouldBe(3);

    private static List<string> Check(string spec, Quota[]? quotas = null, int instances = 0, int elasticIps = 0) =>
        [.. CloudPreflight.Check(TestPlans.Plan(spec), Zones, Types, quotas ?? [], instances, elasticIps).Select(fault => fault.ToString())];

    private static InstanceType Type(string family, string size, long mebibytes) =>
        new() { Id = Guid.NewGuid(), Family = family, Size = size, Memory = mebibytes << 20, Authorized = true };
}
