using System.Text.Json.Nodes;
using RetailGuard.Testing;
using RetailGuard.Vision;

[assembly: AssemblyFixture(typeof(RetailGuard.Tests.Http.NextPack))]

namespace RetailGuard.Tests.Http;

/// <summary>
/// A second model pack: the default one's networks, fed red, green and blue instead of blue, green and red. Faces land elsewhere in
/// its space, and are as far apart there.
/// </summary>
public sealed class NextPack : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rg-pack-").FullName;

    public NextPack()
    {
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(ModelPack.FolderOf(ModelPack.DefaultName), "manifest.json")))!;
        manifest["name"] = "next";
        manifest["space"]!["id"] = "faceplugin-fr-feature-rgb-1";
        manifest["embedder"]!["input"]!["channels"] = "rgb";
        File.WriteAllText(Path.Combine(_folder, "manifest.json"), manifest.ToJsonString());
        Reader = FaceReader.With(ModelPack.Load(_folder));
    }

    /// <summary>As a connector with this pack sees.</summary>
    public FaceReader Reader { get; }

    public string Space => Reader.Pack.Space.Id;

    /// <summary>For a server that is to run it beside the default pack.</summary>
    public IReadOnlyList<string> Settings => [$"--Vision:NextPack={_folder}"];

    public void Dispose()
    {
        Reader.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
