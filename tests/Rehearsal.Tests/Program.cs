using Masterplan.Rehearsal;
using Masterplan.Rehearsal.Tests;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

if (args is ["rehearsal", "serve", .. var rest])
    return await RehearsalServer.RunAsync(ServeArguments.Parse(rest), new TestModule(new TestMachines()));
if (args.Contains("--server") || args.Contains("--internal-msbuild-node"))
    return await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
return await ConsoleRunner.Run(args);
