namespace RetailGuard.Tests.Unit.Storage;

/// <summary>A folder of one test's own, gone after it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("retailguard-unit-");

    public string Path => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);
}
