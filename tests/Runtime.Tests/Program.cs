using Masterplan.Runtime.Tests.Definitions;
using Masterplan.Runtime.Tests.Triggers;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Masterplan.Runtime.Tests;

/// <summary>Runs the tests, or works a folder as a process that a test is going to kill.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (Environment.GetEnvironmentVariable(Worker.FolderVariable) is { Length: > 0 } folder)
        {
            await Worker.WorkAsync(folder);
            return 0;
        }

        if (Environment.GetEnvironmentVariable(ScheduleWorker.FolderVariable) is { Length: > 0 } scheduled)
        {
            await ScheduleWorker.WorkAsync(scheduled);
            return 0;
        }

        if (Environment.GetEnvironmentVariable(PublishingWorker.FolderVariable) is { Length: > 0 } publishing)
        {
            await PublishingWorker.WorkAsync(publishing);
            return 0;
        }

        return args.Contains("--server") || args.Contains("--internal-msbuild-node")
            ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await ConsoleRunner.Run(args);
    }
}
