using System.Security.Cryptography;
using System.Text.Json.Nodes;
using RetailGuard.Vision;

namespace RetailGuard.Tests.Unit.Vision;

/// <summary>A copy of the default pack's manifest in a folder of its own, to be changed and loaded; deleted on disposal.</summary>
internal sealed class PackFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("retailguard-pack-").FullName;

    public PackFolder() =>
        Manifest = JsonNode
            .Parse(File.ReadAllText(Path.Combine(ModelPack.FolderOf(ModelPack.DefaultName), "manifest.json")))
            .ShouldNotBeNull();

    public JsonNode Manifest { get; }

    public ModelPackOptions Options => new(ModelPackOptions.Default.PackagesFolder, Path.Combine(_folder, "cache"));

    public IEnumerable<string> Cached => Directory.Exists(Options.CacheFolder) ? Directory.EnumerateFiles(Options.CacheFolder) : [];

    /// <summary>Bytes of the default pack's network of a part.</summary>
    public byte[] Network(string part) =>
        File.ReadAllBytes(
            Path.Combine(Options.PackagesFolder, "faceplugin-face-recognition-js", (string)Manifest[part]!["file"]!["path"]!)
        );

    /// <summary>Makes a part's network a file in this folder.</summary>
    public string Put(string part, byte[] network)
    {
        var path = Path.Combine(_folder, $"{part}.onnx");
        File.WriteAllBytes(path, network);
        Manifest[part]!["file"] = new JsonObject
        {
            ["path"] = $"{part}.onnx",
            ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(network)),
            ["licence"] = "MIT",
        };
        return path;
    }

    public ModelPack Load()
    {
        WriteManifest(Manifest.ToJsonString());
        return ModelPack.Load(_folder, Options);
    }

    public Task<int> FetchAsync(HttpClient http)
    {
        WriteManifest(Manifest.ToJsonString());
        return ModelPack.FetchAsync(_folder, http, Options, TestContext.Current.CancellationToken);
    }

    public string WriteManifest(string json)
    {
        var path = Path.Combine(_folder, "manifest.json");
        File.WriteAllText(path, json);
        return path;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
