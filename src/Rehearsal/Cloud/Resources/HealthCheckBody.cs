using Masterplan.Rehearsal.Cloud.Requests;
using Masterplan.Rehearsal.Cloud.State;

namespace Masterplan.Rehearsal.Cloud.Resources;

/// <summary>A health check in a request.</summary>
internal static class HealthCheckBody
{
    internal static HealthCheckRecord? Read(Body body)
    {
        if (body.Nested("healthcheck") is not { } check)
            return null;
        var mode = check.OneOf("mode", "tcp", "http", "https") ?? throw Refusal.Bad("'mode' is required");
        var record = new HealthCheckRecord(mode, check.Number("port", 1, 65535) ?? throw Refusal.Bad("'port' is required"))
        {
            Interval = check.Number("interval", 5, 300) ?? 10,
            Timeout = check.Number("timeout", 2, 60) ?? 2,
            StrikesOk = check.Number("strikes-ok", 1, 20) ?? 2,
            StrikesFail = check.Number("strikes-fail", 1, 20) ?? 3,
            Uri = check.Text("uri"),
            TlsSni = check.Text("tls-sni"),
            TlsSkipVerify = check.Flag("tls-skip-verify"),
        };
        if (record.Timeout > record.Interval)
            throw Refusal.Bad("'timeout' must not be above 'interval'");
        if (mode != "tcp" && record.Uri is null)
            throw Refusal.Bad("'uri' is required for http and https");
        return record;
    }
}
