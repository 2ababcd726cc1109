using System.Diagnostics;

namespace Masterplan.Rehearsal.Tests.Nodes;

/// <summary>The real kubectl.</summary>
public sealed class Kubectl
{
    private readonly string config;

    public Kubectl(string folder, string kubeconfig)
    {
        config = Path.Combine(folder, $"kubeconfig-{Guid.NewGuid():N}");
        File.WriteAllText(config, kubeconfig);
    }

    public async Task<(int ExitCode, string Output, string Error)> Try(params string[] arguments)
    {
        var start = new ProcessStartInfo("kubectl") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("--kubeconfig");
        start.ArgumentList.Add(config);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["HOME"] = Path.GetDirectoryName(config);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    public async Task<string> Run(params string[] arguments)
    {
        var (code, output, error) = await Try(arguments);
        code.ShouldBe(0, $"kubectl {string.Join(' ', arguments)}: {error}");
        return output;
    }

    public async Task Until(string[] arguments, Func<string, bool> holds, TestCluster cluster)
    {
        var last = string.Empty;
        for (var n = 0; n < 100; n++)
        {
            var (_, output, error) = await Try(arguments);
            last = output + error;
            if (holds(output))
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        await cluster.Until(() => false, $"kubectl {string.Join(' ', arguments)} said at last:\n{last}", seconds: 0);
    }
}
