using System.Text;
using Masterplan.Activities.Pki;

namespace Masterplan.Activities.Kubernetes;

/// <summary>Renders a kubeconfig with its certificates inside.</summary>
public static class Kubeconfig
{
    public static string Render(string cluster, string server, string authority, string user, IssuedCertificate certificate) =>
        $"""
        apiVersion: v1
        kind: Config
        clusters:
        - name: {cluster}
          cluster:
            certificate-authority-data: {Base64(authority)}
            server: {server}
        users:
        - name: {user}
          user:
            client-certificate-data: {Base64(certificate.Certificate)}
            client-key-data: {Base64(certificate.PrivateKey)}
        contexts:
        - name: {user}@{cluster}
          context:
            cluster: {cluster}
            user: {user}
        current-context: {user}@{cluster}

        """;

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
