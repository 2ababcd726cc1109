using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Nodes.Processes;
using Masterplan.Rehearsal.Nodes.Programs;

namespace Masterplan.Rehearsal.Kubernetes.Components;

/// <summary>What a component of which one instance leads was started with.</summary>
public abstract class LedOptions
{
    private static readonly string[] OtherKubeconfigs = ["authentication-kubeconfig", "authorization-kubeconfig"];

    protected LedOptions(ProgramStart start, ProgramFlags flags, int port, string user)
    {
        (Flags, User) = (flags, user);
        var path = flags["kubeconfig"];
        if (flags["config"] is { } config)
            path = Yaml.Parse(start.Files.NeedText(config)).Text("clientConnection", "kubeconfig") ?? path;
        Kubeconfig = new Kubeconfig(start.Files, path ?? flags.Need("kubeconfig"));
        foreach (var other in OtherKubeconfigs.Where(f => flags[f] is not null))
            _ = new Kubeconfig(start.Files, flags[other]!);
        Address = flags["bind-address"] ?? "0.0.0.0";
        Port = int.Parse(flags["secure-port"] ?? port.ToString());
    }

    public Kubeconfig Kubeconfig { get; }

    /// <summary>Whom the API server takes it for.</summary>
    public string User { get; }

    public string Address { get; }

    public int Port { get; }

    protected ProgramFlags Flags { get; }
}
