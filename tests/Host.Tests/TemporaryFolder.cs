namespace Masterplan.Host.Tests;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("host-");

    public string Path => folder.FullName;

    public void Dispose() => folder.Delete(recursive: true);
}
