using System.Collections;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Masterplan.Host.Telemetry;

/// <summary>Sends traces, measures and logs to an OpenTelemetry collector, where the environment names one as OpenTelemetry's specification says (OTEL_EXPORTER_OTLP_ENDPOINT and its like).</summary>
internal static class TelemetryExport
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Calls of APIs are spans of .NET's own HTTP client, below the attempt that makes them; it leaves the values of queries out.</summary>
    private const string Http = "System.Net.Http";

    public static void AddTelemetry(this HostApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Endpoint)))
            return;
        // The exporters read their settings from the host's configuration, which has nothing of the environment else.
        builder.Configuration.AddInMemoryCollection(Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(variable => ((string)variable.Key).StartsWith("OTEL_", StringComparison.Ordinal)).ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value));
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("masterplan", serviceInstanceId: $"{Environment.MachineName}:{Environment.ProcessId}").AddEnvironmentVariableDetector())
            .WithTracing(tracing => tracing.AddSource("Masterplan.*", Http).AddOtlpExporter())
            .WithMetrics(metrics => metrics.AddMeter("Masterplan.*", Http).AddOtlpExporter());
        builder.Logging.AddOpenTelemetry(logs =>
        {
            logs.IncludeScopes = true;
            logs.IncludeFormattedMessage = true;
            logs.AddOtlpExporter();
        });
    }
}
