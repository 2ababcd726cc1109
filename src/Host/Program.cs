using Masterplan.Host.Commands;

var root = RootCommandFactory.Create();
return await CommandRunner.RunAsync(root, args);
