using Masterplan.Rehearsal.Cloud.Requests;
using Masterplan.Rehearsal.Cloud.State;
using Masterplan.Rehearsal.Faults;
using Masterplan.Rehearsal.Latencies;
using Masterplan.Rehearsal.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Masterplan.Rehearsal;

/// <summary>What a rehearsal tells about itself, and how its faults are switched; beside the API, without a signature.</summary>
internal static class RehearsalEndpoints
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.Map("/v2/{**path}", (HttpContext context, CloudEndpoint endpoint) => endpoint.HandleAsync(context));
        routes.MapGet("/rehearsal/status", (RehearsalSelf self, CloudState state, FaultPlan faults, LatencyLog latencies) => Status(self, state, faults, latencies));
        routes.MapGet("/rehearsal/latencies", (LatencyLog latencies, int? since) => Page(latencies, Math.Max(0, since ?? 0)));
        routes.MapGet("/rehearsal/mutations", (CloudState state) => Mutations.Of(state));
        routes.MapPost("/rehearsal/faults", (FaultSwitch wanted, FaultPlan faults, RehearsalSelf self) => Switch(wanted, faults, self));
    }

    private static RehearsalStatus Status(RehearsalSelf self, CloudState state, FaultPlan faults, LatencyLog latencies) => new(
        self.Description.Endpoint,
        self.Description.Speed,
        [.. faults.Names.Order()],
        faults.Seed,
        Environment.ProcessId,
        self.Uptime.TotalSeconds,
        Counts(state),
        Mutations.Of(state),
        latencies.All.Count);

    private static Dictionary<string, int> Counts(CloudState state)
    {
        lock (state.Gate)
        {
            return new()
            {
                ["instances"] = state.Instances.Count,
                ["securityGroups"] = state.SecurityGroups.Count,
                ["antiAffinityGroups"] = state.AntiAffinityGroups.Count,
                ["elasticIps"] = state.ElasticIps.Count,
                ["sshKeys"] = state.SshKeys.Count,
                ["templates"] = state.Templates.Count,
                ["pendingOperations"] = state.Operations.All.Count(o => o.IsPending),
            };
        }
    }

    private static LatencyPage Page(LatencyLog latencies, int since)
    {
        var entries = latencies.Since(since);
        return new(entries, since + entries.Count);
    }

    private static IResult Switch(FaultSwitch wanted, FaultPlan faults, RehearsalSelf self)
    {
        try
        {
            faults.Switch(wanted.Names, wanted.Seed ?? faults.Seed);
        }
        catch (ArgumentException e)
        {
            return Results.BadRequest(new { e.Message });
        }

        self.Update(d => d with { Faults = [.. faults.Names.Order()], Seed = faults.Seed });
        return Results.NoContent();
    }
}
