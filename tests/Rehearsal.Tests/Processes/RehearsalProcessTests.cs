using System.Diagnostics;
using Masterplan.Exoscale;
using Masterplan.Exoscale.Operations;
using Masterplan.Rehearsal.Faults;
using Masterplan.Rehearsal.Processes;

namespace Masterplan.Rehearsal.Tests.Processes;

public sealed class RehearsalProcessTests : IAsyncDisposable
{
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("masterplan-test-");
    private readonly RehearsalProcess rehearsal;

    public RehearsalProcessTests() => rehearsal = new(data.FullName, TimeProvider.System);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static RehearsalStart Start => new() { Speed = 100, Command = [Environment.ProcessPath!, "rehearsal", "serve"] };

    public async ValueTask DisposeAsync()
    {
        await rehearsal.StopAsync(CancellationToken.None);
        data.Delete(recursive: true);
    }

    [Fact]
    public async Task A_killed_rehearsal_goes_on_where_it_was()
    {
        var first = await rehearsal.StartAsync(Start, Cancellation);
        Operation operation;
        using (var api = Client(first))
        {
            operation = await api.SecurityGroups.CreateAsync("demo", null, Cancellation);
            Process.GetProcessById(first.Pid).Kill();
        }

        var second = await rehearsal.StartAsync(Start, Cancellation);

        second.ShouldBe(first with { Pid = second.Pid, StartedAt = second.StartedAt, Faults = second.Faults });
        second.Pid.ShouldNotBe(first.Pid);
        using var again = Client(second);
        await new OperationWaiter(again.Operations, TimeProvider.System, 100).WaitAsync(operation, "The operation", cancellationToken: Cancellation);
        (await again.SecurityGroups.GetAsync(operation.ReferenceId, Cancellation)).Name.ShouldBe("demo");
    }

    [Fact]
    public async Task Nothing_that_was_acknowledged_is_lost_by_kills_at_any_instant()
    {
        var random = new Random(1);
        var acknowledged = new List<Operation>();
        for (var round = 0; round < 4; round++)
        {
            var description = await rehearsal.StartAsync(Start, Cancellation);
            using var api = Client(description);
            var killed = KillAfterAsync(description, TimeSpan.FromMilliseconds(random.Next(300)));
            try
            {
                while (true)
                    acknowledged.Add(await api.SecurityGroups.CreateAsync($"group-{round}-{acknowledged.Count}", null, Cancellation));
            }
            catch (ExoscaleException e)
            {
                e.Kind.ShouldBe(ExoscaleErrorKind.Unreachable);
            }

            await killed;
        }

        using var last = Client(await rehearsal.StartAsync(Start, Cancellation));
        var groups = (await last.SecurityGroups.ListAsync(Cancellation)).Select(g => g.Id).ToHashSet();
        groups.IsSupersetOf(acknowledged.Select(o => o.ReferenceId)).ShouldBeTrue();
        var waiter = new OperationWaiter(last.Operations, TimeProvider.System, 100);
        foreach (var operation in acknowledged)
            await waiter.WaitAsync(operation, "The operation", cancellationToken: Cancellation);
    }

    [Fact]
    public async Task Starting_twice_is_once_and_faults_are_switched_on_the_way()
    {
        var first = await rehearsal.StartAsync(Start, Cancellation);

        var second = await rehearsal.StartAsync(Start with { Faults = [FaultNames.Quota], Seed = 5 }, Cancellation);

        second.Pid.ShouldBe(first.Pid);
        var status = (await rehearsal.StatusAsync(Cancellation)).ShouldNotBeNull();
        (status.Faults.Single(), status.Seed, status.Speed).ShouldBe((FaultNames.Quota, 5, 100));
    }

    [Fact]
    public async Task Two_rehearsals_run_side_by_side()
    {
        var folder = Directory.CreateTempSubdirectory("masterplan-test-");
        var other = new RehearsalProcess(folder.FullName, TimeProvider.System);

        var both = await Task.WhenAll(rehearsal.StartAsync(Start, Cancellation), other.StartAsync(Start, Cancellation));

        both[0].Block.ShouldNotBe(both[1].Block);
        both[0].ApiSecret.ShouldNotBe(both[1].ApiSecret);
        (await other.StopAsync(Cancellation)).ShouldBeTrue();
        (await other.StatusAsync(Cancellation)).ShouldBeNull();
        (await rehearsal.StatusAsync(Cancellation)).ShouldNotBeNull();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task It_has_a_session_of_its_own_and_keeps_its_secret_to_itself()
    {
        var description = await rehearsal.StartAsync(Start, Cancellation);
        var file = Path.Combine(data.FullName, "rehearsal", "rehearsal.json");

        if (OperatingSystem.IsLinux())
        {
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.ReadAllText($"/proc/{description.Pid}/stat").Split(") ")[1].Split(' ')[3].ShouldBe(description.Pid.ToString());
            File.ReadAllText($"/proc/{description.Pid}/cmdline").ShouldNotContain(description.ApiSecret);
        }
    }

    [Fact]
    public async Task A_process_that_took_over_the_number_is_left_alone()
    {
        var description = await rehearsal.StartAsync(Start, Cancellation);
        await rehearsal.StopAsync(Cancellation);
        using var self = Process.GetCurrentProcess();
        DescriptionFile.Write(Path.Combine(data.FullName, "rehearsal", "rehearsal.json"), description with { Pid = self.Id, StartedAt = DateTimeOffset.UnixEpoch });

        (await rehearsal.StopAsync(Cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_rehearsal_that_cannot_start_says_why()
    {
        var error = await rehearsal.StartAsync(Start with { Command = ["/bin/sh", "-c", "echo no luck; exit 3"] }, Cancellation).ShouldThrowAsync<InvalidOperationException>();

        error.Message.ShouldContain("ended with code 3");
        error.Message.ShouldContain("no luck");
    }

    private static async Task KillAfterAsync(RehearsalDescription description, TimeSpan wait)
    {
        await Task.Delay(wait, TimeProvider.System, Cancellation);
        using var process = Process.GetProcessById(description.Pid);
        process.Kill();
        await process.WaitForExitAsync(Cancellation);
    }

    private static ExoscaleApi Client(RehearsalDescription description) => new(new()
    {
        Zone = "ch-gva-2",
        Endpoint = new(description.Endpoint),
        ApiKey = description.ApiKey,
        ApiSecret = description.ApiSecret,
        Speed = description.Speed,
    });
}
