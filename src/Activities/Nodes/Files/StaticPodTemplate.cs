using System.Text;

namespace Masterplan.Activities.Nodes.Files;

/// <summary>Renders a static pod's manifest. Host paths are mounted at the same paths, so a command line means the same inside and outside.</summary>
internal sealed record StaticPodTemplate(string Name, string Image)
{
    public required IReadOnlyList<string> Command { get; init; }

    public IReadOnlyList<Folder> Folders { get; init; } = [];

    public IReadOnlyList<string> Files { get; init; } = [];

    public HealthProbe? Probe { get; init; }

    public IReadOnlyList<int> Ports { get; init; } = [];

    public string Cpu { get; init; } = "100m";

    public bool Privileged { get; init; }

    public bool RunAsRoot { get; init; }

    public sealed record Folder(string Path, bool Writable = false);

    public sealed record HealthProbe(int Port, string LivePath, string ReadyPath, string Scheme = "HTTPS", string Host = "127.0.0.1");

    /// <summary>Renders the manifest; the hash in it covers the inputs and the manifest itself.</summary>
    public StaticPod Render(string inputs)
    {
        var hash = InputsHash.Of([TextFile.Readable("/manifest", Yaml(inputs))], "/");
        return new(Name, Image, TextFile.Secret($"{NodePaths.Manifests}/{Name}.yaml", Yaml(hash)), Ports, hash);
    }

    private string Yaml(string inputs)
    {
        var text = new StringBuilder($"""
            apiVersion: v1
            kind: Pod
            metadata:
              name: {Name}
              namespace: kube-system
              labels:
                app.kubernetes.io/managed-by: masterplan
                component: {Name}
                tier: node
              annotations:
                {StaticPod.InputsKey}: "{inputs}"
            spec:
              hostNetwork: true
              priorityClassName: system-node-critical
              terminationGracePeriodSeconds: 30
              tolerations:
              - operator: Exists
              securityContext:
                seccompProfile:
                  type: {(Privileged ? "Unconfined" : "RuntimeDefault")}
              containers:
              - name: {Name}
                image: {Image}
                imagePullPolicy: IfNotPresent
                command:

            """);
        foreach (var argument in Command)
            text.Append($"    - {Quote(argument)}\n");
        text.Append($"    resources:\n      requests:\n        cpu: {Cpu}\n");
        AppendSecurity(text);
        AppendProbes(text);
        AppendMounts(text);
        return text.ToString();
    }

    private void AppendSecurity(StringBuilder text)
    {
        if (Privileged)
            text.Append("    securityContext:\n      privileged: true\n");
        else if (RunAsRoot)
            text.Append("    securityContext:\n      runAsUser: 0\n");
    }

    private void AppendProbes(StringBuilder text)
    {
        if (Probe is null)
            return;
        Append("startupProbe", Probe.LivePath, period: 10, failures: 30);
        Append("livenessProbe", Probe.LivePath, period: 10, failures: 8);
        Append("readinessProbe", Probe.ReadyPath, period: 1, failures: 3);

        void Append(string kind, string path, int period, int failures) => text.Append(
            $"    {kind}:\n      httpGet:\n        host: {Probe.Host}\n        path: {path}\n        port: {Probe.Port}\n        scheme: {Probe.Scheme}\n"
            + $"      periodSeconds: {period}\n      timeoutSeconds: 15\n      failureThreshold: {failures}\n");
    }

    private void AppendMounts(StringBuilder text)
    {
        var volumes = Folders.Select(folder => (folder.Path, folder.Writable, Type: folder.Writable ? "DirectoryOrCreate" : "Directory"))
            .Concat(Files.Select(file => (Path: file, Writable: false, Type: "File")))
            .Select((volume, index) => (Name: $"host-{index + 1}", volume.Path, volume.Writable, volume.Type))
            .ToList();
        if (volumes.Count == 0)
            return;
        text.Append("    volumeMounts:\n");
        foreach (var volume in volumes)
            text.Append($"    - name: {volume.Name}\n      mountPath: {volume.Path}\n{(volume.Writable ? "" : "      readOnly: true\n")}");
        text.Append("  volumes:\n");
        foreach (var volume in volumes)
            text.Append($"  - name: {volume.Name}\n    hostPath:\n      path: {volume.Path}\n      type: {volume.Type}\n");
    }

    private static string Quote(string argument) => argument.Contains('*') || argument.StartsWith('-') ? $"\"{argument}\"" : argument;
}
