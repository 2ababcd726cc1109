using Masterplan.Activities.Pki;

namespace Masterplan.Activities.Nodes.Files;

/// <summary>
/// A worker's haproxy: ports 80 and 443 to the ingress controller's NodePorts on the node's own address (nftables mode does not serve
/// them on loopback) with the client's address in the PROXY protocol, and 127.0.0.1 to the API servers for kubelet and kube-proxy.
/// </summary>
internal static class HaproxyFiles
{
    public const int HttpNodePort = 30080;
    public const int HttpsNodePort = 30443;

    private const string Defaults =
        """
        global
            log stdout format raw local0 info
            maxconn 20000
            # Where the node grants too few files for that many: serve fewer, not none.
            no strict-limits

        defaults
            mode tcp
            log global
            option dontlognull
            timeout connect 10s
            timeout client 30s
            timeout server 30s
            timeout tunnel 3600s
            timeout check 2s


        """;

    public static IEnumerable<NodeFile> Render(NodeContext context)
    {
        var port = context.Spec.Kubernetes.ApiPort;
        var servers = string.Join('\n', context.Masters.Select(master =>
            $"    server {master.Key} {master.Value}:{port} check check-ssl verify required ca-file {NodePaths.Haproxy}/kubernetes-ca.crt"));
        yield return TextFile.Readable($"{NodePaths.Haproxy}/kubernetes-ca.crt", context.Authorities[CertificateAuthorityName.Kubernetes]);
        yield return TextFile.Readable($"{NodePaths.Haproxy}/haproxy.cfg",
            Defaults + $"""
            frontend http
                bind 0.0.0.0:80
                default_backend ingress-http

            frontend https
                bind 0.0.0.0:443
                default_backend ingress-https

            frontend kubernetes
                bind 127.0.0.1:{port}
                timeout client 3600s
                default_backend kubernetes

            backend ingress-http
                server node {context.Address}:{HttpNodePort} send-proxy-v2

            backend ingress-https
                server node {context.Address}:{HttpsNodePort} send-proxy-v2

            backend kubernetes
                option httpchk GET /readyz
                http-check expect status 200
                # An API server that does not take a connection: ask the next one, before the checks have found out.
                option redispatch 1
                timeout connect 2s
                timeout server 3600s
                default-server inter 2s fall 2 rise 1
            {servers}

            """);
    }
}
