using Masterplan.Runtime.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Masterplan.Runtime.Tests.Triggers;

/// <summary>The test program as a process to kill: with this variable set it works the schedules of a folder until it is.</summary>
internal static class ScheduleWorker
{
    public const string FolderVariable = "RUNTIME_TESTS_SCHEDULE_FOLDER";

    public static async Task WorkAsync(string folder)
    {
        var services = new ServiceCollection();
        services.AddWorkflowRuntime(TestStore.Options(folder));
        await using var provider = services.BuildServiceProvider();
        foreach (var hosted in provider.GetServices<IHostedService>())
            await hosted.StartAsync(CancellationToken.None);
        Console.WriteLine("working");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
    }
}
