using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Objects;

namespace Masterplan.StandIns.Kubelet;

/// <summary>What pods run, as no image can be had: the command that they name, Debian's haproxy for the ingress controller, and for all others a process that waits.</summary>
internal static class ImageTable
{
    private const string Folder = "/run/stand-ins";

    // It answers with the client's address, which comes with the PROXY protocol.
    private const string IngressConfig = """
        defaults
            mode http
            timeout connect 5s
            timeout client 30s
            timeout server 30s

        frontend http
            bind :80 accept-proxy
            http-request return status 200 content-type text/plain lf-string "%[src] http"

        frontend https
            bind :443 accept-proxy ssl crt /run/stand-ins/ingress.pem
            http-request return status 200 content-type text/plain lf-string "%[src] https"

        """;

    public static async Task<IReadOnlyList<string>> CommandAsync(JsonObject pod)
    {
        var container = pod.Items("spec", "containers").First();
        if (container.Texts("command").ToList() is { Count: > 0 } command)
            return [.. command, .. container.Texts("args")];
        if (container.Text("image")?.Contains("/nginx-ingress:", StringComparison.Ordinal) != true)
            return ["sleep", "infinity"];
        using var certificate = Tls.SelfSigned("ingress");
        await File.WriteAllTextAsync($"{Folder}/ingress.pem", certificate.ExportCertificatePem() + "\n" + certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem() + "\n");
        await File.WriteAllTextAsync($"{Folder}/ingress.cfg", IngressConfig);
        return ["haproxy", "-W", "-db", "-f", $"{Folder}/ingress.cfg"];
    }
}
