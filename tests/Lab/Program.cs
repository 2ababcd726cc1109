using Masterplan.Lab;
using Masterplan.Lab.Linux;
using Masterplan.Lab.People;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

if (args.Contains("--server") || args.Contains("--internal-msbuild-node"))
    return await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
if (args is ["lab", .. var rest])
    return await LabCommand.RunAsync(rest);
if (LabHost.WhyNot is null && !Switch.IsInside)
    Switch.Enter(args);
return await ConsoleRunner.Run(args);
