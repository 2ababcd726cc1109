using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Nodes.Processes;

namespace Masterplan.StandIns.Ingress;

/// <summary>The controller's flags, of which it refuses those that it does not know (docs.nginx.com, command-line arguments).</summary>
internal sealed class IngressOptions
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "default-server-tls-secret", "enable-custom-resources", "enable-leader-election", "enable-prometheus-metrics", "enable-snippets", "external-service", "health-status", "ingress-class",
        "leader-election-lock-name", "nginx-configmaps", "nginx-status", "ready-status", "ready-status-port", "report-ingress-status", "watch-namespace", "wildcard-tls-secret",
    };

    private readonly Dictionary<string, string> flags = new(StringComparer.Ordinal);

    public IngressOptions(ProgramStart start)
    {
        foreach (var argument in start.Arguments)
        {
            var (name, value) = argument.TrimStart('-').Split('=', 2) is [var flag, var given] ? (flag, given) : (argument.TrimStart('-'), "true");
            flags[name] = Known.Contains(name) ? value : throw new RefusalException($"flag provided but not defined: -{name}");
        }

        if (flags.GetValueOrDefault("nginx-configmaps")?.Split('/') is not [var scope, var map])
            throw new RefusalException("error parsing the nginx-configmaps argument: resource name must follow the <namespace>/<name> form");
        ConfigMapPath = $"/api/v1/namespaces/{scope}/configmaps/{map}";
    }

    public string ConfigMapPath { get; }

    public bool IsOurs(JsonObject ingress) => ingress.Text("spec", "ingressClassName") == flags.GetValueOrDefault("ingress-class", "nginx");
}
