namespace Masterplan.Rehearsal.Tests;

internal static class ServeArguments
{
    public static RehearsalOptions Parse(string[] arguments)
    {
        var values = arguments.Chunk(2).ToDictionary(p => p[0], p => p[1]);
        return new()
        {
            DataFolder = values["--data"],
            Speed = double.Parse(values["--speed"]),
            Seed = int.Parse(values["--seed"]),
            Faults = values.TryGetValue("--faults", out var faults) ? faults.Split(',') : [],
        };
    }
}
