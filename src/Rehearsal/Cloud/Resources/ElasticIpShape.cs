using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Cloud.Requests;
using Masterplan.Rehearsal.Cloud.State;

namespace Masterplan.Rehearsal.Cloud.Resources;

/// <summary>An elastic IP as the API shows it: without its holders.</summary>
internal static class ElasticIpShape
{
    internal static JsonObject Of(ElasticIpRecord elasticIp) => Json.Of(
        ("id", elasticIp.Id),
        ("ip", elasticIp.Address),
        ("addressfamily", "inet4"),
        ("cidr", $"{elasticIp.Address}/32"),
        ("description", elasticIp.Description),
        ("healthcheck", elasticIp.HealthCheck is { } check ? Of(check) : null),
        ("labels", elasticIp.Labels.Count > 0 ? Json.Texts(elasticIp.Labels) : null));

    private static JsonObject Of(HealthCheckRecord check) => Json.Of(
        ("mode", check.Mode),
        ("port", check.Port),
        ("interval", check.Interval),
        ("timeout", check.Timeout),
        ("strikes-ok", check.StrikesOk),
        ("strikes-fail", check.StrikesFail),
        ("uri", check.Uri),
        ("tls-sni", check.TlsSni),
        ("tls-skip-verify", check.TlsSkipVerify));
}
