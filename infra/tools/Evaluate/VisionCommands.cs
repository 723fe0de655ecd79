using System.CommandLine;
using RetailGuard.Vision;

namespace RetailGuard.Tools.Evaluate;

/// <summary><c>vision …</c>: templates and model packs.</summary>
internal static class VisionCommands
{
    public static Command Create() => new("vision", "Make templates of pictures; bring model packs.") { Embed(), Fetch() };

    private static Command Embed()
    {
        var images = new Option<DirectoryInfo>("--images")
        {
            Description = "Folder of folders, one a person, of pictures.",
            Required = true,
        };
        var output = new Option<FileInfo>("--out") { Description = "Where to write one JSON line for each picture.", Required = true };
        var pack = Pack();
        var workers = new Option<int>("--workers")
        {
            Description = "Pictures at the same time.",
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        var central = new Option<bool>("--central")
        {
            Description = "Take the face nearest to the picture's centre, as benchmarks are labelled, instead of the largest.",
        };
        var command = new Command("embed", "Embed one face of each picture, to measure accuracy with consented pictures.")
        {
            images,
            output,
            pack,
            workers,
            central,
        };
        command.SetAction(
            (given, cancellation) =>
                EmbedPictures.RunAsync(
                    new(
                        given.GetRequiredValue(images).FullName,
                        given.GetRequiredValue(output).FullName,
                        given.GetRequiredValue(pack),
                        given.GetRequiredValue(workers),
                        given.GetValue(central)
                    ),
                    cancellation
                )
        );
        return command;
    }

    private static Command Fetch()
    {
        var pack = Pack();
        var command = new Command("fetch", "Download the files of a model pack that come from a URL, checking size and SHA-256.") { pack };
        command.SetAction(
            async (given, cancellation) =>
            {
                var name = given.GetRequiredValue(pack);
                using var http = new HttpClient();
                var fetched = await ModelPack.FetchAsync(ModelPack.FolderOf(name), http, cancellation: cancellation);
                await Console.Error.WriteLineAsync($"{name}: {fetched} files downloaded.");
                return 0;
            }
        );
        return command;
    }

    private static Option<string> Pack() =>
        new("--pack") { Description = "Model pack by name.", DefaultValueFactory = _ => ModelPack.DefaultName };
}
