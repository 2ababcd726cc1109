using System.CommandLine;
using System.Diagnostics;
using Masterplan.Activities.Pki;
using Masterplan.Bench.Reports;

namespace Masterplan.Bench.Pki;

/// <summary><c>pki</c>: leaf certificates a second, keys included, on one thread.</summary>
internal static class PkiBench
{
    private const int Warmup = 50;
    private const int Count = 500;

    public static Command Create()
    {
        var command = new Command("pki", "Issues certificates, keys included.") { Report.Json };
        command.SetAction(parsed => Report.Write([Measure()], parsed.GetValue(Report.Json)));
        return command;
    }

    private static Dictionary<string, object> Measure()
    {
        var factory = new CertificateFactory(TimeProvider.System);
        var authority = factory.CreateAuthority("kubernetes");
        var profile = CertificateProfile.ForClient("kubelet", CertificateAuthorityName.Kubernetes, "system:node:bench-worker-1", "system:nodes");
        for (var i = 0; i < Warmup; i++)
            factory.CreateLeaf(profile, authority);
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < Count; i++)
            factory.CreateLeaf(profile, authority);
        var took = Stopwatch.GetElapsedTime(started);
        return new() { ["certificates"] = Count, ["seconds"] = took.TotalSeconds, ["per second"] = Count / took.TotalSeconds };
    }
}
