using System.CommandLine;

namespace RetailGuard.Tools.Evaluate;

/// <summary><c>evaluate</c>: how well an embedder tells people apart, on any folder of labelled faces.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var embeddings = new Option<FileInfo>("--embeddings")
        {
            Description = "Lines as vision embed writes them, or {person, image, template}.",
        };
        var images = new Option<DirectoryInfo>("--images")
        {
            Description =
                "Folder of folders, one a person: for the pictures in the report, and embedded first when --embeddings is missing.",
        };
        var report = new Option<DirectoryInfo>("--report")
        {
            Description = "Folder for report.html, report.json and calibration.json.",
            Required = true,
        };
        var pack = new Option<string>("--pack")
        {
            Description = "Model pack whose scale and decision are tried; the default one unless named.",
        };
        var groups = new Option<FileInfo>("--groups") { Description = "Lines person,group: labels that consented people gave themselves." };
        var corrections = new Option<FileInfo>("--corrections")
        {
            Description = "Lines same,PERSON,PERSON or drop,IMAGE: label errors that people found in an earlier report.",
        };
        var gate = new Option<string>("--gate")
        {
            Description = "Compare only pictures that pass this quality gate: none, probe or enrolment.",
            DefaultValueFactory = _ => "none",
        };
        gate.AcceptOnlyFromAmong("none", EmbedLine.Probe, EmbedLine.Enrolment);
        var seed = Number("--seed", 1, "The same draws for a seed.");
        var bootstrap = Number("--bootstrap", 300, "Resamplings of people behind each interval, 40 to 10,000.");
        var rounds = Number("--rounds", 10, "Drawings of enrolment pictures and visits, 1 to 1,000.");
        var workers = Number("--workers", Environment.ProcessorCount, "Threads.");
        var command = new Command("evaluate", "Measure error rates on labelled faces: report, and a calibration for the manifest.")
        {
            embeddings,
            images,
            report,
            pack,
            groups,
            corrections,
            gate,
            seed,
            bootstrap,
            rounds,
            workers,
        };
        command.SetAction(
            (given, cancellation) =>
                EvaluateFaces.RunAsync(
                    new(
                        given.GetValue(embeddings)?.FullName,
                        given.GetValue(images)?.FullName,
                        given.GetRequiredValue(report).FullName,
                        given.GetValue(pack),
                        given.GetValue(groups)?.FullName,
                        given.GetValue(corrections)?.FullName,
                        given.GetRequiredValue(gate),
                        given.GetValue(seed),
                        given.GetValue(bootstrap),
                        given.GetValue(rounds),
                        given.GetValue(workers)
                    ),
                    cancellation
                )
        );
        return command;
    }

    private static Option<int> Number(string name, int usual, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => usual };
}
