using System.Net.Http.Json;
using Masterplan.Activities.Clusters.Ledger;
using Masterplan.Activities.Nodes;
using Masterplan.Exoscale;
using Masterplan.Rehearsal.Cloud.Requests;
using Masterplan.Rehearsal.Faults;
using Masterplan.Rehearsal.Nodes.Client;
using Masterplan.Rehearsal.Processes;
using Masterplan.Services;

namespace Masterplan.Rehearsals.Harness;

/// <summary>One test's own data folder, key ring and rehearsal; all gone when it is disposed of.</summary>
public sealed class Stage : IAsyncDisposable
{
    /// <summary>Two simulated minutes a second: deadlines of half an hour stay longer than a restart of the program on a busy machine.</summary>
    public const string Speed = "120";

    private readonly string root = Directory.CreateTempSubdirectory("masterplan-rehearsals-").FullName;
    private readonly List<Running> processes = [];
    private readonly List<IDisposable> owned = [];
    private string program = ProgramUnderTest.Path;

    public string Data => Path.Combine(root, "data");

    public string Keys => Path.Combine(root, "keys");

    /// <summary>More environment for the program.</summary>
    public Dictionary<string, string?> Environment { get; } = new(StringComparer.Ordinal);

    /// <summary>All that was printed so far.</summary>
    public List<string> Printed { get; } = [];

    public RehearsalDescription Rehearsal => new RehearsalProcess(Data, TimeProvider.System).Describe() ?? throw new InvalidOperationException("No rehearsal was started yet.");

    public Records Records => new(Data, Keys, Environment.GetValueOrDefault("MASTERPLAN_POSTGRES"));

    /// <summary>Writes a spec; without add-ons unless they are asked for.</summary>
    public string Spec(int masters = 1, int workers = 1, string more = "addOns: { coreDns: false, metricsServer: false, ingress: none }")
    {
        var path = Path.Combine(root, $"spec-{Guid.NewGuid():n}.yaml");
        File.WriteAllText(path, $"masters: {{ count: {masters} }}\nworkers: {{ count: {workers} }}\n{more}\n");
        return path;
    }

    /// <summary>From now on runs a copy of the program, whose files a test may damage. Returns its folder.</summary>
    public string CopyProgram()
    {
        var (from, to) = (Path.GetDirectoryName(ProgramUnderTest.Path)!, Path.Combine(root, "program"));
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories).Where(file => !file.StartsWith(Path.Combine(from, "wwwroot"), StringComparison.Ordinal)))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        program = Path.Combine(to, Path.GetFileName(program));
        return to;
    }

    /// <summary>Has the stage dispose of something when its processes are gone.</summary>
    public T Own<T>(T one)
        where T : IDisposable
    {
        owned.Add(one);
        return one;
    }

    /// <summary>Puts the rehearsal's state beside the data folder, as a cloud does not share its client's disk.</summary>
    public void KeepRehearsalElsewhere()
    {
        var elsewhere = Directory.CreateDirectory(Path.Combine(root, "cloud"));
        Directory.CreateSymbolicLink(Path.Combine(Data, "rehearsal"), elsewhere.FullName);
    }

    /// <summary>Leaves nothing but the cloud: as a fresh machine.</summary>
    public void Forget()
    {
        foreach (var entry in new DirectoryInfo(Data).GetFileSystemInfos().Where(entry => entry.LinkTarget is null))
            if (entry is DirectoryInfo folder)
                folder.Delete(recursive: true);
            else
                entry.Delete();
        Directory.Delete(Keys, recursive: true);
    }

    public string Write(string text)
    {
        var path = Path.Combine(root, $"{Guid.NewGuid():n}.yaml");
        File.WriteAllText(path, text);
        return path;
    }

    public Running Start(params IEnumerable<string> arguments) => StartProgram(program, [.. arguments, "--data", Data, "--json"]);

    /// <summary>A command that works through a server.</summary>
    /// <param name="server">Its address.</param>
    /// <param name="key">The API key; none is set where it is null.</param>
    /// <param name="arguments">The command.</param>
    public Running StartRemote(string server, string? key, IEnumerable<string> arguments) =>
        StartProgram(program, [.. arguments, "--server", server, "--json"], new() { ["MASTERPLAN_API_KEY"] = key });

    /// <summary>Serves the data folder, and lets commands work through it.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="role">Of the API key.</param>
    /// <param name="beside">Who serves already.</param>
    /// <param name="speed">Simulated seconds a second.</param>
    public async Task<Remote> ServeAsync(CancellationToken cancellationToken, string role = "operator", Remote? beside = null, string speed = Speed)
    {
        var key = (await RunAsync("keys", "add", $"test-{role}", "--role", role)).ShouldSucceed().Lines.Last(line => line.Text.Length > 20).Text.Trim();
        if (beside is not null)
            return beside with { Key = key };
        var address = $"http://127.0.0.1:{ServerProcess.FreePort()}";
        return new(this, address, key, Own(await ServingHost.StartAsync(this, speed, cancellationToken, address)), speed);
    }

    public async Task<Ended> RunAsync(params IEnumerable<string> arguments)
    {
        using var running = Start(arguments);
        return Note(await running.EndAsync());
    }

    /// <summary>A new API key.</summary>
    public async Task<string> KeyAsync(string role = "operator") => (await RunAsync("keys", "add", "test", "--role", role)).ShouldSucceed().Lines.Last(line => line.Text.Length > 20).Text.Trim();

    /// <summary>A new small cluster called demo.</summary>
    public async Task<Ended> BootstrapAsync(int masters = 1, int workers = 1) =>
        (await RunAsync("bootstrap", "demo", "--spec", Spec(masters, workers), "--speed", Speed)).ShouldSucceed();

    /// <summary>A bootstrap of five nodes that a quota stops, which shrinks to four after the cloud was checked.</summary>
    public async Task<Ended> BootstrapIntoQuotaAsync()
    {
        using var running = Start("bootstrap", "demo", "--spec", Spec(1, 4), "--speed", Speed);
        await running.NextAsync(line => line.Event == "Completed" && line["activity"] == "CheckCloud");
        await InjectAsync(FaultNames.Quota);
        return Note(await running.EndAsync()).ShouldExitWith(3);
    }

    /// <summary>What a run changed, in order.</summary>
    public async Task<IReadOnlyList<string>> ChangesAsync(string run) =>
        [.. (await RunAsync("runs", "show", run)).ShouldSucceed().Summary.Json.GetProperty("changes").EnumerateArray().Select(change => change.ToString())];

    public async Task<Ended> KubectlAsync(params IEnumerable<string> arguments)
    {
        var path = (await RunAsync("kubeconfig", "demo", "--path")).ShouldSucceed().Output.Trim();
        using var running = StartProgram("/usr/bin/kubectl", ["--kubeconfig", path, "--cache-dir", Path.Combine(root, "kubectl"), .. arguments]);
        return Note(await running.EndAsync());
    }

    /// <summary>The real client with the rehearsal's credentials: someone else at the same cloud.</summary>
    public ExoscaleApi Cloud() => new(
        new ExoscaleOptions { Zone = "ch-gva-2", ApiKey = Rehearsal.ApiKey, ApiSecret = Rehearsal.ApiSecret, Endpoint = new Uri(Rehearsal.Endpoint), Speed = Rehearsal.Speed },
        TimeProvider.System);

    public async Task<Mutations> MutationsAsync()
    {
        using var http = new HttpClient { BaseAddress = Rehearsal.BaseAddress };
        return (await http.GetFromJsonAsync<Mutations>("rehearsal/mutations"))!;
    }

    /// <summary>Has the rehearsal inject these faults from now on, and no others.</summary>
    public async Task InjectAsync(params string[] faults)
    {
        using var http = new HttpClient { BaseAddress = Rehearsal.BaseAddress };
        (await http.PostAsJsonAsync("rehearsal/faults", new { names = faults })).EnsureSuccessStatusCode();
    }

    /// <summary>The door to a node, opened with the cluster's own key.</summary>
    public async Task<INode> DoorAsync(string name)
    {
        await using var records = Records;
        var address = (await records.Ledger.FindAsync("demo", ResourceKinds.Instance, name))!.Address!;
        var http = new HttpClient { BaseAddress = Rehearsal.BaseAddress };
        return new RehearsalNode(http, name, address, records.SshPublicKey("demo"), (_, presented, _) => Task.FromResult(presented));
    }

    /// <summary>SIGKILL to the rehearsal's process; the program's next command starts it anew.</summary>
    public async Task KillRehearsalAsync()
    {
        using var process = System.Diagnostics.Process.GetProcessById(Rehearsal.Pid);
        process.Kill();
        await process.WaitForExitAsync();
    }

    public Ended Note(Ended ended)
    {
        Printed.Add(ended.Output);
        Printed.Add(ended.Errors);
        return ended;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var running in processes)
            running.Dispose();
        await new RehearsalProcess(Data, TimeProvider.System).StopAsync();
        owned.ForEach(one => one.Dispose());
        Directory.Delete(root, recursive: true);
    }

    private Running StartProgram(string program, IEnumerable<string> arguments, Dictionary<string, string?>? more = null)
    {
        var environment = new Dictionary<string, string?>(Environment.Concat(more ?? []), StringComparer.Ordinal) { ["MASTERPLAN_KEYS"] = Keys, ["DOTNET_TieredPGO"] = "0" };
        foreach (var name in new[] { "MASTERPLAN_API_KEY", "EXOSCALE_API_KEY", "EXOSCALE_API_SECRET", "EXO_API_KEY", "EXO_API_SECRET", "EXOSCALE_API_ENDPOINT", "MASTERPLAN_DATA" })
            environment.TryAdd(name, null);
        var running = Running.Start(program, arguments, environment);
        processes.Add(running);
        return running;
    }
}
