namespace Masterplan.Bench.Bootstrap;

/// <summary>What one run of the program took.</summary>
/// <param name="Wall">From before the start of the process to after its end.</param>
/// <param name="Chain">The longest chain of waits, at the speed of the rehearsal.</param>
/// <param name="Changes">What the program says it changed.</param>
/// <param name="PeakMemory">The most memory that the process had resident (VmHWM), in MiB.</param>
/// <param name="Cpu">Processor time of the process.</param>
/// <param name="RehearsalCpu">Processor time of the rehearsal meanwhile.</param>
internal sealed record Measurement(TimeSpan Wall, TimeSpan Chain, int Changes, double PeakMemory, TimeSpan Cpu, TimeSpan RehearsalCpu);
