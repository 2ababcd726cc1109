using System.Net.Http.Json;
using System.Text.Json;
using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Clusters.Secrets;
using Masterplan.Activities.Clusters.Spec;
using Masterplan.Exoscale;
using Masterplan.Lab.Linux;
using Masterplan.Rehearsal;
using Masterplan.Rehearsal.Cloud.Requests;
using Masterplan.Rehearsal.Machines;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Masterplan.Lab;

/// <summary>The simulated Exoscale API with real Linux nodes behind its instances, and the program that works on it as on the real one.</summary>
public sealed class LabCloud : IAsyncDisposable
{
    /// <summary>The version that clusters here can be upgraded to.</summary>
    public const string NextVersion = "v1.37.1";

    /// <summary>The zone in which its clusters' maintenance windows are told.</summary>
    public const string TimeZone = "Europe/Zurich";

    /// <summary>Operations of the cloud are this much faster than real ones; the nodes are as fast as they are.</summary>
    public const double Speed = 60;

    private readonly string folder;
    private readonly LinuxMachines machines;
    private readonly Mirror mirror;
    private readonly RunningRehearsal api;

    private LabCloud(BaseImage image, LinuxMachines machines, Mirror mirror, RunningRehearsal api, string folder) =>
        (Image, this.machines, this.mirror, this.api, this.folder) = (image, machines, mirror, api, folder);

    internal BaseImage Image { get; }

    /// <summary>Where the lab keeps its own files.</summary>
    public string Folder => folder;

    /// <summary>A public key that nodes made from now on let in as user core; none when unset.</summary>
    public string AuthorizedKey
    {
        set => machines.AuthorizedKey = value;
    }

    /// <summary>Starts the cloud.</summary>
    /// <param name="plan">A cluster like the ones that it shall take.</param>
    public static async Task<LabCloud> StartAsync(ClusterPlan plan)
    {
        // Among the lab's own files, which the next lab clears away if this one is killed.
        var folder = Directory.CreateDirectory(Path.Combine(LabFolder.Create().Path, "cloud"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        var image = await BaseImage.GetAsync();
        var machines = await LinuxMachines.OpenAsync(image);
        var mirror = await Mirror.StartAsync(plan.Spec, KubernetesVersion.Parse(plan.Spec.Kubernetes.Version), image, KubernetesVersion.Parse(NextVersion));
        var api = await RunningRehearsal.StartAsync(
            new() { DataFolder = Path.Combine(folder, "cloud"), Speed = Speed, Addresses = new(Switch.Block, Switch.Network) }, new Module(machines), TestContext.Current.CancellationToken);
        return new(image, machines, mirror, api, folder);
    }

    /// <summary>What runs the program needs in its environment to work on this cloud.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["EXOSCALE_API_KEY"] = api.Description.ApiKey,
        ["EXOSCALE_API_SECRET"] = api.Description.ApiSecret,
        ["EXOSCALE_API_ENDPOINT"] = api.Description.Endpoint,
        ["MASTERPLAN_KEYS"] = Path.Combine(folder, "keys"),
        ["MASTERPLAN_DATA"] = Path.Combine(folder, "data"),
    };

    /// <summary>The program.</summary>
    public static string Program =>
        System.Environment.GetEnvironmentVariable("MASTERPLAN_PROGRAM") is { Length: > 0 } named ? named : Path.Combine(AppContext.BaseDirectory, "masterplan");

    /// <summary>A client of its API.</summary>
    public ExoscaleApi OpenApi() => new(new ExoscaleOptions { Zone = "ch-gva-2", Endpoint = new(api.Description.Endpoint), ApiKey = api.Description.ApiKey, ApiSecret = api.Description.ApiSecret });

    /// <summary>The secrets of the clusters here, read as the program reads them.</summary>
    public ClusterSecrets OpenSecrets()
    {
        var protection = DataProtectionProvider.Create(new DirectoryInfo(Environment["MASTERPLAN_KEYS"]), options => options.SetApplicationName("masterplan"));
        return new(new FileSecretStore(Path.Combine(Environment["MASTERPLAN_DATA"], "secrets"), protection.CreateProtector("masterplan.secrets")), new(TimeProvider.System));
    }

    /// <summary>How many calls that change something the API has had.</summary>
    public async Task<long> MutationsAsync()
    {
        using var http = new HttpClient { BaseAddress = api.Description.BaseAddress };
        return (await http.GetFromJsonAsync<Mutations>("rehearsal/mutations"))!.Count;
    }

    internal IReadOnlyList<LinuxNode> Nodes => machines.Nodes;

    /// <summary>The spec of a cluster here, as a file.</summary>
    public async Task<string> SpecAsync(int masters, int workers)
    {
        var path = Path.Combine(folder, "spec.yaml");
        var checksums = string.Concat(mirror.Checksums.Select(checksum => $"    \"{checksum.Key}\": {checksum.Value}\n"));
        await File.WriteAllTextAsync(
            path,
            $"""
            masters: {"{"} count: {masters} {"}"}
            workers: {"{"} count: {workers} {"}"}
            access: {"{"} operatorCidrs: ["{Switch.Address}/32"] {"}"}
            maintenance: {"{"} timeZone: {TimeZone} {"}"}
            operatingSystem: {"{"} imageMd5: {new string('0', 32)} {"}"}
            artifacts:
              mirror: {Mirror.Address}
              checksums:
            {checksums}
            """);
        return path;
    }

    internal LinuxNode Node(string name) => machines.Node(name);

    /// <summary>Runs the program until a line of its output is the wanted one, then kills it; fails when it ends before.</summary>
    public async Task KillAtAsync(Func<JsonElement, bool> wanted, params string[] arguments)
    {
        using var running = Start(arguments);
        await running.UntilAsync(wanted);
        await running.KillAsync();
    }

    /// <summary>Runs the program to its end.</summary>
    public async Task<EndedProgram> RunAsync(params string[] arguments)
    {
        using var running = Start(arguments);
        return await running.EndAsync();
    }

    /// <summary>Starts the program on this cloud.</summary>
    internal RunningProgram Start(params string[] arguments) => StartOther(Program, arguments);

    /// <summary>Starts another build of the program on this cloud.</summary>
    internal RunningProgram StartOther(string program, params string[] arguments) => new(StartProcess([program, .. arguments, "--json"]), arguments);

    /// <summary>Starts a program on this cloud, in a group of the lab: it is ended with a lab that was killed.</summary>
    internal System.Diagnostics.Process StartProcess(IEnumerable<string> argv, bool pipes = true) => Cgroup.Start(Switch.Name, "program", argv, Environment, pipes);

    public async ValueTask DisposeAsync()
    {
        await api.DisposeAsync();
        await mirror.DisposeAsync();
        await machines.DisposeAsync();
    }

    private sealed class Module(LinuxMachines machines) : IRehearsalModule
    {
        public void AddServices(IServiceCollection services) => services.AddSingleton<IMachines>(machines).AddSingleton<IFirewall>(machines);

        public void MapRoutes(IEndpointRouteBuilder routes)
        {
        }
    }
}
