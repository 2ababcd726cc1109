using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Masterplan.Runtime.Tests.Definitions;

/// <summary>The test program as a process to kill: with this variable set it publishes the definition in a folder, and says when it is published.</summary>
internal static class PublishingWorker
{
    public const string FolderVariable = "RUNTIME_TESTS_PUBLISHING_FOLDER";
    public const string File = "publish.json";

    public static async Task WorkAsync(string folder)
    {
        var services = new ServiceCollection();
        services.AddWorkflowRuntime(TestStore.Options(folder));
        await using var provider = services.BuildServiceProvider();
        var definitions = provider.GetRequiredService<IWorkflowDefinitions>();
        var before = definitions.Changes;
        var publishing = Task.Run(async () => await definitions.ImportAsync(await System.IO.File.ReadAllTextAsync(Path.Combine(folder, File))));
        SpinWait.SpinUntil(() => definitions.Changes > before || publishing.IsCompleted);
        Console.WriteLine("published");
        await publishing;
        Console.WriteLine("done");
    }
}
