using System.Globalization;
using System.Runtime.InteropServices;
using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Clusters.Spec;
using Masterplan.Lab.Linux;

namespace Masterplan.Lab.People;

/// <summary>The lab for people: keeps a cluster of real Linux nodes up until it is told to end.</summary>
internal static class LabCommand
{
    private const string Usage = """
        ./lab bootstrap NAME [MASTERS WORKERS]   builds the cluster NAME on fresh Linux nodes, and leaves it up
        ./lab run NAME ARGUMENTS…                masterplan on that cluster's cloud
        ./lab kubectl NAME ARGUMENTS…            kubectl through its elastic IP
        ./lab ssh NODE COMMAND…                  a command on one of its nodes, as root over SSH
        ./lab list                               the labs that are up
        ./lab down [NAME]                        ends a lab, or all
        """;

    public static async Task<int> RunAsync(string[] arguments)
    {
        if (LabHost.WhyNot is { } why)
        {
            await Console.Error.WriteLineAsync(why);
            return 1;
        }

        return arguments switch
        {
            ["up", var name, var masters, var workers] => await UpAsync(name, Number(masters), Number(workers)),
            ["list"] => List(),
            ["run", var name, .. var rest] => Inside(name, [LabCloud.Program, .. rest]),
            ["kubectl", var name, .. var rest] => Inside(name, ["kubectl", $"--kubeconfig={LabDescription.Find(name)?.Kubeconfig}", .. rest]),
            ["ssh", var node, .. var command] when command.Length > 0 => Ssh(node, command),
            ["down", .. var names] => await DownAsync(names),
            _ => Say(Usage, 2),
        };
    }

    /// <summary>Runs in a process of its own, which is the lab: its API, its mirror, its nodes.</summary>
    private static async Task<int> UpAsync(string name, int masters, int workers)
    {
        if (!Switch.IsInside)
        {
            if (LabDescription.Find(name) is not null)
                return Say($"A lab '{name}' is up; `./lab down {name}` ends it.", 1);
            Switch.Enter(["lab", "up", name, masters.ToString(CultureInfo.InvariantCulture), workers.ToString(CultureInfo.InvariantCulture)]);
        }

        using var end = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            end.Cancel();
        });
        var plan = new ClusterPlan(ClusterSpecReader.Read($"artifacts: {{ mirror: \"{Mirror.Address}\" }}", name));
        await using (var cloud = await LabCloud.StartAsync(plan))
        {
            var key = await LabKey.CreateAsync(cloud);
            var description = new LabDescription(name, Environment.ProcessId, Switch.Name, key, Path.Combine(Path.GetDirectoryName(key)!, "kubeconfig"), new(cloud.Environment), []);
            description.Write();
            var spec = await cloud.SpecAsync(masters, workers);
            var code = await ShowAsync(cloud, description, end.Token, "bootstrap", name, "--spec", spec);
            if (code == 0)
                await File.WriteAllTextAsync(description.Kubeconfig, (await Tool.OutputAsync(LabCloud.Program, cloud.Environment, "kubeconfig", name)).Trim() + "\n");
            Console.WriteLine(code == 0 ? $"Lab '{name}' is up." : $"Lab '{name}' is up, its bootstrap ended with code {code}.");
            Console.Out.Flush();
            File.WriteAllText(LabDescription.PathOf(name) + ".done", code.ToString(CultureInfo.InvariantCulture));
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, end.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            description.Remove();
        }

        await Switch.RemoveAsync();
        return 0;
    }

    /// <summary>Runs the program with its output shown, and keeps the list of nodes as they come.</summary>
    private static async Task<int> ShowAsync(LabCloud cloud, LabDescription description, CancellationToken end, params string[] arguments)
    {
        using var process = Tool.Start(LabCloud.Program, arguments, cloud.Environment, pipes: false);
        for (var isOver = false; !isOver;)
        {
            await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System));
            if (end.IsCancellationRequested)
                process.Kill();
            isOver = process.HasExited;
            (description with { Nodes = cloud.Nodes.ToDictionary(node => node.Machine.Name, node => node.Machine.Address) }).Write();
        }

        return process.ExitCode;
    }

    private static int List()
    {
        foreach (var lab in LabDescription.All())
            Console.WriteLine($"{lab.Name}: process {lab.Process}, {string.Join(", ", lab.Nodes.OrderBy(node => node.Key).Select(node => $"{node.Key} {node.Value}"))}");
        return 0;
    }

    private static int Ssh(string node, string[] command)
    {
        var found = LabDescription.All().Where(lab => lab.Nodes.ContainsKey(node)).ToList();
        if (found is not [var lab])
            return Say(found.Count == 0 ? $"No lab that is up has a node '{node}'." : $"Several labs have a node '{node}'.", 1);
        string[] options = ["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", "-i", lab.Key];
        return Inside(lab.Name, ["ssh", .. options, $"core@{lab.Nodes[node]}", "sudo", "-n", "--", .. command.Select(Activities.Nodes.Ssh.Shell.Quote)]);
    }

    /// <summary>Runs a program in the network of a lab.</summary>
    private static int Inside(string name, string[] argv)
    {
        if (LabDescription.Find(name) is not { } lab)
            return Say($"No lab '{name}' is up; `./lab bootstrap {name}` builds it.", 1);
        using var process = Tool.Start("nsenter", [$"--net=/run/netns/{lab.Network}", .. argv], lab.Environment, pipes: false);
        process.WaitForExit();
        return process.ExitCode;
    }

    private static async Task<int> DownAsync(string[] names)
    {
        foreach (var lab in LabDescription.All().Where(lab => names.Length == 0 || names.Contains(lab.Name)))
        {
            using var process = System.Diagnostics.Process.GetProcessById(lab.Process);
            await Tool.TryAsync("kill", "-TERM", lab.Process.ToString(CultureInfo.InvariantCulture));
            await process.WaitForExitAsync();
            Console.WriteLine($"Lab '{lab.Name}' is down.");
        }

        await Leftovers.SweepAsync();
        return 0;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static int Say(string text, int code)
    {
        Console.Error.WriteLine(text);
        return code;
    }
}
