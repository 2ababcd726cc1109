using System.CommandLine;
using Masterplan.Host.Access;
using Masterplan.Host.Composition;
using Masterplan.Host.Web;

namespace Masterplan.Host.Commands;

/// <summary><c>serve</c>: works the queue until it is stopped, and answers over HTTP.</summary>
internal static class ServeCommand
{
    /// <summary>Whoever asks a service to stop waits ten seconds as a rule, and then kills it.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(8);

    private static readonly Option<string> Urls = new("--urls") { Description = "Where to listen; beyond loopback with https only.", DefaultValueFactory = _ => "http://127.0.0.1:5080", HelpName = "URL" };

    private static readonly Option<FileInfo?> Certificate = new("--certificate") { Description = "The certificate for https, with those of its authorities (PEM).", HelpName = "FILE" };
    private static readonly Option<FileInfo?> Key = new("--key") { Description = "The certificate's private key (PEM).", HelpName = "FILE" };
    private static readonly Option<bool> InsecureHttp = new("--insecure-http") { Description = "Listen beyond loopback without TLS; passwords can be read on the way." };

    public static Command Create()
    {
        var command = new Command("serve", "Work the queue until stopped; serves clusters, runs, Studio, their APIs, and /health/live and /health/ready.") { Urls, Certificate, Key, InsecureHttp }.WithRehearsal();
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, cancellationToken));
        return command;
    }

    /// <summary>Serves until it is told to stop. A database that says nothing can hold up any part of the stopping: it is not waited for.</summary>
    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var serving = Task.Run(() => ServeAsync(parsed, cancellationToken), CancellationToken.None);
        await Task.WhenAny(serving, Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken));
        if (await Task.WhenAny(serving, Task.Delay(StopPatience, TimeProvider.System, CancellationToken.None)) == serving)
            return await serving;
        await Console.Error.WriteLineAsync($"Not everything had stopped after {StopPatience.TotalSeconds:0} s, as when the database says nothing. What was under way goes on from its last checkpoint once its lease has lapsed.");
        return ExitCodes.Success;
    }

    private static async Task<int> ServeAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var folder = new DataFolder(DataFolder.Choose(parsed.GetValue(CommonOptions.Data)));
        var certificate = ServerCertificate.Read(parsed.GetValue(Certificate), parsed.GetValue(Key), TimeProvider.System);
        var urls = ListenAddress.Check(parsed.GetValue(Urls)!, certificate is not null, parsed.GetValue(InsecureHttp));
        using var turn = FolderTurn.Take(folder, StoreSettings.Read(folder), "serve");
        var cloud = CloudConnector.Connect(folder, parsed.Rehearsal(), cancellationToken);
        await using var host = await MasterplanHost.CreateServingAsync(folder, cloud, turn, cancellationToken);
        await using var web = WebServer.Create(host.Services, folder, urls, certificate);
        var password = FirstAdmin.Ensure(web.Services.GetRequiredService<Accounts>());
        await host.StartAsync(cancellationToken);
        await web.StartAsync(cancellationToken);
        if (password is not null)
            Console.WriteLine($"The first user is '{FirstAdmin.Name}' with the password '{password}'. It is shown this once; `masterplan users password {FirstAdmin.Name}` sets another.");
        if (host.Services.GetRequiredService<TimeProvider>() is HostClock clock)
            Console.WriteLine($"The calendar is ahead of the machine's clock ({HostClock.Setting}): it begins at {clock.GetUtcNow():u}.");
        Console.WriteLine($"Working the queue of '{folder.Root}' on {await cloud.Endpoint}; clusters and Studio at {urls}. Stop with Ctrl-C.");
        await web.WaitForShutdownAsync(cancellationToken);
        return ExitCodes.Success;
    }
}
