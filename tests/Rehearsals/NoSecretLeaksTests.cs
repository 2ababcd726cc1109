using System.IO.Compression;
using System.Text;
using Masterplan.Rehearsals.Harness;

namespace Masterplan.Rehearsals;

public sealed class NoSecretLeaksTests(ITestOutputHelper output)
{
    private const string Passphrase = "seven swans a-swimming";

    /// <summary>Where secrets belong: the store, what a person asked for, and the simulated nodes' own disks and databases.</summary>
    private static readonly string[] Homes = ["secrets/", "kubeconfigs/", "rehearsal/machines/", "rehearsal/etcd/"];

    [Fact]
    public async Task Neither_data_nor_output_nor_arguments_nor_user_data_hold_a_key_that_a_bootstrap_made()
    {
        await using var stage = new Stage();
        await using var collector = await Collector.StartAsync();
        stage.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address;
        stage.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        var arguments = await BootstrapAsync(stage);
        arguments += await ExportAsync(stage);
        await using var records = stage.Records;
        var keys = records.Secrets().ToDictionary(secret => secret.Key, secret => Needles.Of(secret.Value), StringComparer.Ordinal);
        keys["rehearsal's apiSecret"] = [Encoding.UTF8.GetBytes(stage.Rehearsal.ApiSecret)];
        output.WriteLine($"{keys.Count} secrets, {keys.Values.Sum(needles => needles.Count)} forms");
        keys["export's passphrase"] = [Encoding.UTF8.GetBytes(Passphrase)];
        keys.Values.ShouldAllBe(needles => needles.Count > 0);
        keys.Count.ShouldBeGreaterThan(8);
        var places = new List<Place>(Files(stage.Data))
        {
            new("arguments", Encoding.UTF8.GetBytes(arguments)),
            new("output", Encoding.UTF8.GetBytes(string.Join('\n', stage.Printed))),
            new("telemetry", collector.Received),
        };
        places.AddRange(await UserDataAsync(stage));
        var leaks = from place in places
                    from key in keys
                    where place.Holds(key.Value)
                    select $"{key.Key} in {place.Name}";
        leaks.ShouldBeEmpty();
        var telemetry = Encoding.UTF8.GetString(collector.Received);
        foreach (var told in new[] { "masterplan.run", "LaunchCoreOsNode", "masterplan.activity.duration", "http.request.method", "demo" })
            telemetry.ShouldContain(told);
        Encoding.UTF8.GetString(places.Single(place => place.Name == "arguments").Content).ShouldContain("serve");
        places.ShouldContain(place => place.Name == "export");
        places.Count(place => place.Name.StartsWith("user data", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task Leak_that_is_there_is_found()
    {
        await using var stage = new Stage();
        await BootstrapAsync(stage);
        await using var records = stage.Records;
        var home = Files(stage.Data, ofHomes: true).Where(file => file.Name.StartsWith("rehearsal/machines/", StringComparison.Ordinal)).ToList();
        records.Secrets().Where(secret => secret.Key.Contains("certificates/demo-master-1", StringComparison.Ordinal))
            .ShouldAllBe(secret => IsFound(home, secret.Value));
    }

    private static bool IsFound(IEnumerable<Place> places, string secret) => places.Any(place => place.Holds(Needles.Of(secret)));

    /// <summary>Bootstraps; answers with the arguments of both processes meanwhile.</summary>
    private static async Task<string> BootstrapAsync(Stage stage)
    {
        var arguments = new StringBuilder();
        using var running = stage.Start("bootstrap", "demo", "--spec", stage.Spec(), "--speed", Stage.Speed);
        while (await running.NextAsync(line => line.Event == "Completed") is not null)
            arguments.AppendLine(Arguments(running.Id)).AppendLine(Arguments(stage.Rehearsal.Pid));
        stage.Note(await running.EndAsync()).ShouldSucceed();
        return arguments.ToString();
    }

    /// <summary>Exports into the data folder, which is searched.</summary>
    private static async Task<string> ExportAsync(Stage stage)
    {
        stage.Environment["MASTERPLAN_EXPORT_PASSPHRASE"] = Passphrase;
        using var running = stage.Start("export", Path.Combine(stage.Data, "export"));
        var arguments = Arguments(running.Id);
        stage.Note(await running.EndAsync()).ShouldSucceed();
        return arguments;
    }

    private static string Arguments(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static List<Place> Files(string data, bool ofHomes = false) =>
    [
        .. Directory.GetFiles(data, "*", SearchOption.AllDirectories)
            .Select(path => (Name: Path.GetRelativePath(data, path), Path: path))
            .Where(file => Homes.Any(home => file.Name.StartsWith(home, StringComparison.Ordinal)) == ofHomes && file.Name != "rehearsal/rehearsal.json" && !file.Name.EndsWith(".lock", StringComparison.Ordinal))
            .Select(file => new Place(file.Name, File.ReadAllBytes(file.Path))),
    ];

    private static async Task<List<Place>> UserDataAsync(Stage stage)
    {
        using var cloud = stage.Cloud();
        var found = new List<Place>();
        foreach (var instance in await cloud.Instances.ListAsync())
        {
            var bytes = Convert.FromBase64String((await cloud.Instances.GetAsync(instance.Id)).UserData!);
            found.Add(new($"user data of {instance.Name}", bytes is [0x1f, 0x8b, ..] ? Unpack(bytes) : bytes));
        }

        return found;
    }

    private static byte[] Unpack(byte[] packed)
    {
        using var unpacked = new MemoryStream();
        using (var reader = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress))
            reader.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
