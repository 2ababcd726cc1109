using Masterplan.Host.Access;
using OpenTelemetry.Metrics;

namespace Masterplan.Host.Telemetry;

/// <summary>The measures for Prometheus: <c>/metrics</c>, for viewers.</summary>
internal static class MetricsEndpoint
{
    public static IServiceCollection AddMeasures(this IServiceCollection services)
    {
        services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter("Masterplan.*", "System.Net.Http", "Microsoft.AspNetCore.Hosting").AddPrometheusExporter());
        return services;
    }

    public static void MapMeasures(this IEndpointRouteBuilder app) => app.MapPrometheusScrapingEndpoint("/metrics").Demand(AccessRole.Viewer);
}
