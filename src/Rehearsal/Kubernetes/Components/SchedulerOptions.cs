using Masterplan.Rehearsal.Nodes.Processes;
using Masterplan.Rehearsal.Nodes.Programs;

namespace Masterplan.Rehearsal.Kubernetes.Components;

/// <summary>What a scheduler was started with, checked as it checks it.</summary>
public sealed class SchedulerOptions(ProgramStart start) : LedOptions(start, ProgramFlags.Parse(start), 10259, "system:kube-scheduler");
