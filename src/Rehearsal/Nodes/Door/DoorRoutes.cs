using System.Security.Cryptography;
using Masterplan.Activities.Nodes;
using Masterplan.Rehearsal.Faults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Masterplan.Rehearsal.Nodes.Door;

/// <summary>The node door over HTTP: what SSH is to a real node.</summary>
public sealed class DoorRoutes(Func<string, SimulatedMachine?> find, FaultPlan faults)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        var door = routes.MapGroup("/rehearsal/nodes/{address}");
        door.MapPost("/run", Enter<DoorMessages.Run>("run", Run));
        door.MapPost("/inspect", Enter<DoorMessages.Paths>("inspect", (m, r, _) => Task.FromResult<object>(Inspect(m, r))));
        door.MapPost("/upload", Enter<DoorMessages.Upload>("upload", (m, r, _) => Task.FromResult<object>(Upload(m, r))));
        door.MapPost("/read", Enter<DoorMessages.Read>("read", (m, r, _) => Task.FromResult<object>(Read(m, r))));
        door.MapPost("/write", Enter<DoorMessages.Write>("write", (m, r, _) => Task.FromResult<object>(Write(m, r))));
        door.MapPost("/delete", Enter<DoorMessages.Paths>("delete", (m, r, _) => Task.FromResult<object>(Delete(m, r))));
        door.MapPost("/fetch", Enter<DoorMessages.Fetch>("fetch", (m, r, _) => Task.FromResult<object>(Fetch(m, r))));
    }

    private RequestDelegate Enter<T>(string verb, Func<SimulatedMachine, T, CancellationToken, Task<object>> act) => async context =>
    {
        var machine = find((string)context.Request.RouteValues["address"]!);
        if (machine is not { IsUp: true })
        {
            await Answer(context, StatusCodes.Status503ServiceUnavailable, "connection refused").ConfigureAwait(false);
            return;
        }

        context.Response.Headers[DoorMessages.HostKeyHeader] = machine.HostKey;
        if (!machine.Authorizes(context.Request.Headers[DoorMessages.KeyHeader].ToString()))
        {
            await Answer(context, StatusCodes.Status403Forbidden, "permission denied (publickey)").ConfigureAwait(false);
            return;
        }

        var drops = faults.Strikes(FaultNames.ConnectionReset, $"{machine.Name}/{verb}", 0.25);
        var afterwards = drops && faults.Roll(FaultNames.ConnectionReset, machine.Name, 1) < 0.5;
        if (drops && !afterwards)
        {
            context.Abort();
            return;
        }

        await Serve(context, machine, act, afterwards).ConfigureAwait(false);
    };

    private static async Task Serve<T>(HttpContext context, SimulatedMachine machine, Func<SimulatedMachine, T, CancellationToken, Task<object>> act, bool dropsAfterwards)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, machine.Power);
        try
        {
            var request = await context.Request.ReadFromJsonAsync<T>(both.Token).ConfigureAwait(false);
            var answer = await act(machine, request!, both.Token).ConfigureAwait(false);
            if (dropsAfterwards)
                context.Abort();
            else
                await context.Response.WriteAsJsonAsync(answer, answer.GetType(), CancellationToken.None).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            await Answer(context, StatusCodes.Status400BadRequest, e.Message).ConfigureAwait(false);
        }
    }

    private static async Task Answer(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(text).ConfigureAwait(false);
    }

    private static async Task<object> Run(SimulatedMachine machine, DoorMessages.Run request, CancellationToken cancellationToken)
    {
        var result = await machine.Commands.RunAsync([.. request.Argv], request.Stdin, cancellationToken).ConfigureAwait(false);
        return new DoorMessages.RunAnswer(result.ExitCode, result.Output, result.Error);
    }

    private static DoorMessages.InspectAnswer Inspect(SimulatedMachine machine, DoorMessages.Paths request)
    {
        var files = new Dictionary<string, FileFact>(StringComparer.Ordinal);
        foreach (var path in request.List)
        {
            if (machine.Disk.Read(path) is not { } bytes)
                continue;
            var entry = machine.Disk.Entry(path);
            files[path] = new FileFact(Convert.ToHexStringLower(SHA256.HashData(bytes)), entry.Mode, entry.Owner);
        }

        return new DoorMessages.InspectAnswer(files);
    }

    private static DoorMessages.Done Upload(SimulatedMachine machine, DoorMessages.Upload request)
    {
        foreach (var file in request.Files)
            machine.Disk.Write(file.Path, file.Content, file.Mode, file.Owner);
        return new DoorMessages.Done();
    }

    private static DoorMessages.ReadAnswer Read(SimulatedMachine machine, DoorMessages.Read request)
    {
        var content = machine.Disk.Read(request.Path) ?? throw new IOException($"{request.Path}: No such file or directory");
        var from = (int)Math.Min(request.Offset, content.Length);
        return new DoorMessages.ReadAnswer(content[from..Math.Min(content.Length, from + request.Length)]);
    }

    private static DoorMessages.Done Write(SimulatedMachine machine, DoorMessages.Write request)
    {
        var before = machine.Disk.Read(request.Path) ?? [];
        var after = new byte[Math.Max(before.Length, request.Offset + request.Content.Length)];
        before.CopyTo(after, 0);
        request.Content.CopyTo(after, request.Offset);
        machine.Disk.Write(request.Path, after, "0600");
        return new DoorMessages.Done();
    }

    private static DoorMessages.Done Delete(SimulatedMachine machine, DoorMessages.Paths request)
    {
        foreach (var path in request.List)
            machine.Disk.Delete(path);
        return new DoorMessages.Done();
    }

    private static DoorMessages.FetchAnswer Fetch(SimulatedMachine machine, DoorMessages.Fetch request) =>
        new(machine.Artifacts.Fetch(request.Url, request.Sha512, request.Path, request.Mode));
}
