using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Masterplan.Lab.Linux;

namespace Masterplan.Lab.Clusters;

/// <summary>The way of a request from outside: a worker's haproxy, its NodePort, the ingress controller, the pod network, a service's pod.</summary>
[Collection(typeof(BuiltClusterCollection))]
public sealed class IngressTests(BuiltCluster lab)
{
    private const string Plain = "plain.example";
    private const string Secure = "secure.example";

    [LabFact]
    public async Task Requests_through_every_worker_reach_a_service_wherever_its_pod_runs_and_tell_it_the_clients_own_address()
    {
        var certificate = await ApplyAsync();
        var before = await NodeOfPodAsync();
        await ReachAsync(certificate, before);

        await lab.KubectlAsync("cordon", before);
        await lab.KubectlAsync("delete", "pod", "--selector=app=web", "--wait=true");
        await LabCluster.UntilAsync("the pod runs elsewhere", async () => await NodeOfPodAsync() is { Length: > 0 } now && now != before);
        await lab.KubectlAsync("uncordon", before);
        await ReachAsync(certificate, await NodeOfPodAsync());

        await lab.KubectlAsync("delete", "deployment/web", "service/web", "ingress/plain", "ingress/secure", "secret/web");
        await LabCluster.UntilAsync("nothing is served any more", async () => await StatusAsync($"http://{Plain}/", Plain, 80) == "404");
    }

    private async Task ReachAsync(string certificate, string node)
    {
        var expected = $"{Switch.Outsider} by {{0}} at {node}";
        foreach (var worker in BuiltCluster.Plan.Workers.Select(worker => lab.AddressOf(worker.Name)))
        {
            await AnswersAsync(string.Format(null, expected, "http"), "--resolve", $"{Plain}:80:{worker}", $"http://{Plain}/");
            await AnswersAsync(string.Format(null, expected, "https"), "--cacert", certificate, "--resolve", $"{Secure}:443:{worker}", $"https://{Secure}/");
        }

        (await StatusAsync($"http://{Secure}/", Secure, 80)).ShouldBe("301");
        (await StatusAsync("http://unknown.example/", "unknown.example", 80)).ShouldBe("404");
    }

    private static async Task AnswersAsync(string expected, params string[] request)
    {
        var answer = "";
        await LabCluster.UntilAsync($"'{expected}' from {request[^1]} ({request[^2]})", async () => (answer = await CurlAsync(request)) == expected, () => Task.FromResult(answer));
    }

    private async Task<string> StatusAsync(string url, string host, int port) =>
        await CurlAsync("--output", "/dev/null", "--write-out", "%{http_code}", "--resolve", $"{host}:{port}:{lab.AddressOf(BuiltCluster.Plan.Workers[0].Name)}", url);

    private static async Task<string> CurlAsync(params string[] request)
    {
        var (code, output, error) = await Tool.TryAsync("curl", ["--silent", "--show-error", "--max-time", "5", "--interface", Switch.Outsider, .. request]);
        return code == 0 ? output.Trim() : error.Trim();
    }

    private Task<string> NodeOfPodAsync() => lab.KubectlAsync("get", "pods", "--selector=app=web", "--field-selector=status.phase=Running", "--output=jsonpath={.items[*].spec.nodeName}");

    /// <summary>A service of one pod, with a host for http and one for https; returns the file of the latter's certificate.</summary>
    private async Task<string> ApplyAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Secure}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Secure);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddMinutes(-5), now.AddDays(1));
        var (file, manifest) = (Path.Combine(lab.Cloud.Folder, "web.crt"), Path.Combine(lab.Cloud.Folder, "web.yaml"));
        await File.WriteAllTextAsync(file, certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(manifest, Manifest.Replace("CERTIFICATE", Base64(certificate.ExportCertificatePem()), StringComparison.Ordinal).Replace("PRIVATE", Base64(key.ExportPkcs8PrivateKeyPem()), StringComparison.Ordinal));
        await lab.KubectlAsync("apply", "-f", manifest);
        await LabCluster.UntilAsync("the pod runs", async () => await NodeOfPodAsync() is { Length: > 0 });
        return file;
    }

    private static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(text));

    // The pod answers with what the ingress controller told it of the client, and where it runs.
    private const string Manifest = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: default}
        spec:
          replicas: 1
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
              - name: web
                image: docker.io/library/debian:12
                command:
                - sh
                - -c
                - |
                  cat > /run/web <<'END'
                  while read -r name value; do
                    case $name in
                      [Xx]-[Ff]orwarded-[Ff]or:) client=${value%?} ;;
                      [Xx]-[Ff]orwarded-[Pp]roto:) scheme=${value%?} ;;
                      ?) break ;;
                    esac
                  done
                  printf 'HTTP/1.0 200 OK\r\n\r\n%s by %s at %s\n' "$client" "$scheme" "$(hostname)"
                  END
                  exec socat TCP-LISTEN:8000,fork,reuseaddr EXEC:"sh /run/web"
                ports: [{containerPort: 8000}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: default}
        spec:
          selector: {app: web}
          ports: [{name: http, port: 80, targetPort: 8000}]
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: web, namespace: default}
        type: kubernetes.io/tls
        data: {tls.crt: CERTIFICATE, tls.key: PRIVATE}
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: plain, namespace: default}
        spec:
          ingressClassName: nginx
          rules:
          - host: plain.example
            http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {name: http}}}}]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: secure, namespace: default}
        spec:
          ingressClassName: nginx
          tls: [{hosts: [secure.example], secretName: web}]
          rules:
          - host: secure.example
            http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
        """;
}
