using System.Text;

namespace Masterplan.Lab.Linux;

public sealed class StandInsTests
{
    [LabFact]
    public async Task Real_program_in_LAB_BIN_takes_the_place_of_the_stand_in_of_its_name()
    {
        var folder = Directory.CreateTempSubdirectory("masterplan-lab-bin-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "kubelet"), "real");
        Environment.SetEnvironmentVariable("LAB_BIN", folder);
        try
        {
            Encoding.UTF8.GetString(StandIns.Program("kubelet", "v1.36.5")).ShouldBe("real");
            Encoding.UTF8.GetString(StandIns.Program("flanneld", "v0.28.10")).ShouldContain("stand-ins");
        }
        finally
        {
            Environment.SetEnvironmentVariable("LAB_BIN", null);
            Directory.Delete(folder, recursive: true);
        }
    }
}
