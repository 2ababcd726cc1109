using Masterplan.Host.Runs;

namespace Masterplan.Host.Api;

/// <summary>A cluster in one line.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its Kubernetes version.</param>
/// <param name="CreatedAt">When it was first asked for.</param>
/// <param name="Run">The run under way; unset if none is.</param>
internal sealed record ClusterLine(string Name, string Version, DateTimeOffset CreatedAt, RunLine? Run);
