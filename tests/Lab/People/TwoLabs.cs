using System.Text;
using Masterplan.Activities.Clusters.Spec;
using Masterplan.Lab.Linux;

namespace Masterplan.Lab.People;

/// <summary>Two small labs, built at the same time; the second with programs in LAB_BIN.</summary>
public sealed class TwoLabs : IAsyncLifetime
{
    private string labBin = "";

    internal LabProcess One { get; private set; } = null!;

    internal LabProcess Other { get; private set; } = null!;

    /// <summary>Where a program of LAB_BIN writes down what it was started with.</summary>
    public static string RecordOf(string program) => $"/run/started-{program}";

    public async ValueTask InitializeAsync()
    {
        if (!LabHost.CanRun)
            return;
        labBin = Directory.CreateDirectory(Path.Combine(LabFolder.Create().Path, "lab-bin")).FullName;
        await GiveAsync("kubelet", ClusterSpecReader.Read("", "other").Kubernetes.Version);
        await GiveAsync("kube-scheduler");
        One = LabProcess.Start("one", masters: 1, workers: 1);
        Other = LabProcess.Start("other", masters: 1, workers: 1, labBin);
        await Task.WhenAll(One.UntilBuiltAsync(), Other.UntilBuiltAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (LabHost.CanRun)
            await Task.WhenAll(One.DisposeAsync().AsTask(), Other.DisposeAsync().AsTask());
    }

    /// <summary>Puts a program into LAB_BIN that writes down its arguments, and then does as the stand-in does.</summary>
    private async Task GiveAsync(string program, string? version = null)
    {
        var standIn = Encoding.UTF8.GetString(StandIns.Program(program, version));
        await File.WriteAllTextAsync(Path.Combine(labBin, program), standIn.Replace("#!/bin/sh\n", $"#!/bin/sh\nprintf '%s\\n' \"$@\" > {RecordOf(program)}\n", StringComparison.Ordinal));
    }
}
