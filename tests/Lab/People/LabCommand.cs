using System.Globalization;
using System.Runtime.InteropServices;
using Masterplan.Activities;
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
            return Say(why, 1);
        if (!Switch.IsInside)
        {
            await Leftovers.SweepAsync();
            LabDescription.RemoveAbandoned();
        }

        try
        {
            return arguments switch
            {
                ["up", var name, var masters, var workers] => await UpAsync(name, masters, workers),
                ["list"] => List(),
                ["run", var name, .. var rest] => Inside(name, [LabCloud.Program, .. rest]),
                ["kubectl", var name, .. var rest] => Inside(name, ["kubectl", $"--kubeconfig={LabDescription.Find(name)?.Kubeconfig}", .. rest]),
                ["ssh", var node, .. var command] when command.Length > 0 => Ssh(node, command),
                ["down", .. var names] => await DownAsync(names),
                _ => Say(Usage, 2),
            };
        }
        catch (Exception e) when (e is MasterplanException or LabException)
        {
            return Say(e.Message, 1);
        }
    }

    /// <summary>Runs in a process of its own, which is the lab: its API, its mirror, its nodes.</summary>
    private static async Task<int> UpAsync(string name, string masters, string workers)
    {
        var plan = new ClusterPlan(ClusterSpecReader.Read(
            $"masters: {{ count: {masters} }}\nworkers: {{ count: {workers} }}\nartifacts: {{ mirror: \"{Mirror.Address}\" }}\naccess: {{ operatorCidrs: [\"{Switch.Address}/32\"] }}", name));
        if (!Switch.IsInside)
        {
            if (!await LabDescription.TryClaimAsync(name))
                return Say($"A lab '{name}' is up; `./lab down {name}` ends it.", 1);
            Switch.Enter(["lab", "up", name, masters, workers]);
        }

        using var end = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            end.Cancel();
        });
        await using (var cloud = await LabCloud.StartAsync(plan))
        {
            var description = await LabDescription.OfAsync(name, cloud);
            description.Write();
            var code = await BootstrapAsync(cloud, description, plan, end.Token);
            if (!end.IsCancellationRequested)
                Console.WriteLine(code == 0
                    ? $"Lab '{name}' is up: ./lab kubectl {name} get nodes; ./lab ssh {name}-master-1 hostname; ./lab down {name}"
                    : $"Lab '{name}' is up, its bootstrap ended with code {code}; ./lab run {name} bootstrap {name} goes on with it");
            description.WriteDone(code);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, end.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            description.Remove();
        }

        await Switch.RemoveAsync();
        return 0;
    }

    private static async Task<int> BootstrapAsync(LabCloud cloud, LabDescription description, ClusterPlan plan, CancellationToken end)
    {
        var spec = await cloud.SpecAsync(plan.Masters.Count, plan.Workers.Count);
        var code = await ShowAsync(cloud, description, end, "bootstrap", plan.Name, "--spec", spec);
        if (code == 0)
            await File.WriteAllTextAsync(description.Kubeconfig, (await Tool.OutputAsync(LabCloud.Program, cloud.Environment, "kubeconfig", plan.Name)).Trim() + "\n", CancellationToken.None);
        return code;
    }

    /// <summary>Runs the program with its output shown, and keeps the list of nodes as they come.</summary>
    private static async Task<int> ShowAsync(LabCloud cloud, LabDescription description, CancellationToken end, params string[] arguments)
    {
        using var process = cloud.StartProcess([LabCloud.Program, .. arguments], pipes: false);
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
            Console.WriteLine($"{lab.Name}: process {lab.Process}, {(lab.Nodes.Count == 0 ? "no nodes yet" : string.Join(", ", lab.Nodes.OrderBy(node => node.Key).Select(node => $"{node.Key} {node.Value}")))}");
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
        var labs = LabDescription.All();
        if (names.FirstOrDefault(name => !labs.Any(lab => lab.Name == name)) is { } unknown)
            return Say($"No lab '{unknown}' is up.", 1);
        foreach (var lab in labs.Where(lab => names.Length == 0 || names.Contains(lab.Name)))
        {
            await EndAsync(lab.Process.ToString(CultureInfo.InvariantCulture));
            Console.WriteLine($"Lab '{lab.Name}' is down.");
        }

        await Leftovers.SweepAsync();
        return 0;
    }

    /// <summary>Asks a lab to end, and kills it when it does not: the rest is cleared away as after any kill.</summary>
    private static async Task EndAsync(string process)
    {
        await Tool.TryAsync("kill", "-TERM", process);
        await Tool.TryAsync("timeout", "60", "tail", $"--pid={process}", "--follow", "/dev/null");
        await Tool.TryAsync("kill", "-KILL", process);
    }

    private static int Say(string text, int code)
    {
        Console.Error.WriteLine(text);
        return code;
    }
}
