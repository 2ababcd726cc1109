using System.Diagnostics;
using System.Globalization;

namespace Masterplan.StandIns.Ingress;

/// <summary>Debian's haproxy in the place of nginx: reloaded when its configuration has changed, without a lost request.</summary>
internal sealed class Haproxy(string pod) : IDisposable
{
    private readonly string folder = $"/run/stand-ins/ingress-{pod}";
    private string? applied;
    private Process? master;

    public bool Runs => master is { HasExited: false };

    public async Task ApplyAsync(IngressRoutes routes)
    {
        var config = routes.Render($"{folder}/certificates");
        var wanted = config + string.Concat(routes.Certificates.Order());
        if (wanted == applied && Runs)
            return;
        await WriteAsync(config, routes.Certificates);
        var (code, output, error) = await Tool.TryAsync("haproxy", "-c", "-f", $"{folder}/haproxy.cfg");
        if (code != 0)
            throw new InvalidOperationException($"haproxy refuses its configuration: {error} {output}");
        if (Runs)
            await Tool.RunAsync("kill", "-USR2", master!.Id.ToString(CultureInfo.InvariantCulture));
        else
            master = Process.Start("/usr/sbin/haproxy", ["-W", "-db", "-f", $"{folder}/haproxy.cfg"]);
        applied = wanted;
    }

    public void Dispose()
    {
        if (Runs)
            master!.Kill(entireProcessTree: true);
        master?.Dispose();
    }

    private async Task WriteAsync(string config, IReadOnlyDictionary<string, string> certificates)
    {
        if (Directory.Exists($"{folder}/certificates"))
            Directory.Delete($"{folder}/certificates", recursive: true);
        Directory.CreateDirectory($"{folder}/certificates");
        // The first by name is shown to who asks for no host that is known.
        using var own = Tls.SelfSigned("NGINXIngressController");
        await File.WriteAllTextAsync($"{folder}/certificates/0.pem", $"{own.ExportCertificatePem()}\n{Tls.KeyOf(own)}\n");
        foreach (var (secret, pem) in certificates)
            await File.WriteAllTextAsync($"{folder}/certificates/1-{secret}.pem", pem);
        await File.WriteAllTextAsync($"{folder}/haproxy.cfg", config);
    }
}
