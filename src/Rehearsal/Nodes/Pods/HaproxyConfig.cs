using Masterplan.Rehearsal.Nodes.Processes;

namespace Masterplan.Rehearsal.Nodes.Pods;

/// <summary>Frontends, backends and servers of a haproxy.cfg.</summary>
public sealed class HaproxyConfig : IForwarder
{
    private readonly Dictionary<string, List<(string Host, int Port)>> servers = new(StringComparer.Ordinal);
    private readonly List<(string Host, int Port, string Proxy)> binds = [];
    private readonly Dictionary<string, string> defaults = new(StringComparer.Ordinal);

    public HaproxyConfig(string text, string path)
    {
        var (section, proxy) = (string.Empty, string.Empty);
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            var words = line.Split('#')[0].Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
                continue;
            if (words[0] is "global" or "defaults" or "frontend" or "backend" or "listen" or "resolvers" or "peers" or "program" or "userlist" or "cache" or "ring" or "mailers" or "http-errors" or "log-forward")
            {
                (section, proxy) = (words[0], words.ElementAtOrDefault(1) ?? string.Empty);
                if (section is "backend" or "listen")
                    servers.TryAdd(proxy, []);
            }
            else if (section.Length == 0)
            {
                throw new RefusalException($"[ALERT] config : parsing [{path}:{number}] : unknown keyword '{words[0]}' out of section.");
            }
            else
            {
                Read(words, section, proxy, $"[{path}:{number}]");
            }
        }

        if (defaults.FirstOrDefault(d => !servers.ContainsKey(d.Value)) is { Key: not null } missing)
            throw new RefusalException($"[ALERT] config : Proxy '{missing.Key}': unable to find required default_backend: '{missing.Value}'.\n[ALERT] config : Fatal errors found in configuration.");
    }

    public IEnumerable<(string Host, int Port)> Binds => binds.Select(b => (b.Host, b.Port));

    public IEnumerable<(string Host, int Port)> Backends(int port) =>
        binds.Where(b => b.Port == port).SelectMany(b => servers.GetValueOrDefault(defaults.GetValueOrDefault(b.Proxy) ?? b.Proxy) ?? []);

    private void Read(string[] words, string section, string proxy, string place)
    {
        switch (words[0])
        {
            case "bind" when section is "frontend" or "listen":
                foreach (var address in words[1].Split(','))
                    binds.Add(Split(address, place) is var (host, port) ? (host, port, proxy) : default);
                break;
            case "bind":
                throw new RefusalException($"[ALERT] config : parsing {place} : '{words[0]}' not allowed in '{section}' section.");
            case "server" when section is "backend" or "listen":
                if (words.Length < 3)
                    throw new RefusalException($"[ALERT] config : parsing {place} : 'server' expects <name> and <addr>[:<port>] as arguments.");
                servers[proxy].Add(Split(words[2], place));
                break;
            case "default_backend":
                defaults[proxy] = words[1];
                break;
        }
    }

    private static (string Host, int Port) Split(string address, string place)
    {
        var at = address.LastIndexOf(':');
        if (at < 0 || !int.TryParse(address[(at + 1)..], out var port))
            throw new RefusalException($"[ALERT] config : parsing {place} : '{address}' : missing port number.");
        var host = address[..at];
        return (host is "" or "*" or "[::]" ? "0.0.0.0" : host, port);
    }
}
