using System.Text;

namespace Masterplan.StandIns.Ingress;

/// <summary>All that comes in, and where it goes.</summary>
/// <param name="SpeaksProxy">Whether the client's address comes with the PROXY protocol.</param>
/// <param name="Backends">The paths.</param>
/// <param name="Certificates">Certificate and key by secret.</param>
internal sealed record IngressRoutes(bool SpeaksProxy, IReadOnlyList<IngressBackend> Backends, IReadOnlyDictionary<string, string> Certificates)
{
    /// <summary>haproxy's configuration. Pods are told the client's address as by NGINX: X-Real-IP, X-Forwarded-For, X-Forwarded-Proto.</summary>
    public string Render(string certificates)
    {
        var accept = SpeaksProxy ? " accept-proxy" : "";
        var text = new StringBuilder($"""
            defaults
                mode http
                option forwardfor
                timeout connect 5s
                timeout client 60s
                timeout server 60s

            frontend http
                bind :80{accept}
            {Frontend("http", backend => backend.IsEncrypted)}
            frontend https
                bind :443{accept} ssl crt {certificates}
            {Frontend("https", backend => !backend.IsEncrypted)}
            backend none
                http-request return status 404 content-type text/plain string "404 page not found"

            """);
        foreach (var backend in Backends)
        {
            text.Append($"\nbackend {backend.Name}\n");
            foreach (var (server, number) in backend.Servers.Select((server, number) => (server, number)))
                text.Append($"    server pod-{number} {server}\n");
        }

        return text.ToString();
    }

    /// <summary>The longest path first; what a frontend does not serve goes to the other one, or nowhere.</summary>
    private string Frontend(string scheme, Func<IngressBackend, bool> isForeign)
    {
        var text = new StringBuilder($"    http-request set-header X-Real-IP %[src]\n    http-request set-header X-Forwarded-Proto {scheme}\n");
        foreach (var foreign in scheme == "http" ? Backends.Where(isForeign) : [])
            text.Append($"    http-request redirect scheme https code 301 if {Host(foreign)}\n");
        foreach (var backend in Backends.Where(backend => !isForeign(backend)).OrderByDescending(backend => backend.Path.Length))
            foreach (var condition in Conditions(backend))
                text.Append($"    use_backend {backend.Name} if {condition}\n");
        return text.Append("    default_backend none\n").ToString();
    }

    private static string Host(IngressBackend backend) => $"{{ req.hdr(host),field(1,:),lower -m str {backend.Host.ToLowerInvariant()} }}";

    private static IEnumerable<string> Conditions(IngressBackend backend)
    {
        var path = backend.Path.TrimEnd('/');
        if (backend.IsExact || path.Length > 0)
            yield return $"{Host(backend)} {{ path -m str {(backend.IsExact ? backend.Path : path)} }}";
        if (!backend.IsExact)
            yield return $"{Host(backend)} {{ path -m beg {path}/ }}";
    }
}
