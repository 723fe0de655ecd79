using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RetailGuard.Bench.Matching;

/// <summary>Another library in a process of its own, which times itself and waits in between.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Process _process;

    public Peer(string program, params string[] arguments)
    {
        _process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;
    }

    public Contender As(string name) => new Member(this, name);

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit(TimeSpan.FromSeconds(5));
        _process.Dispose();
    }

    private double Time(Question question)
    {
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(question, PeerJson.Default.Question));
        _process.StandardInput.Flush();
        var answer = _process.StandardOutput.ReadLine();
        return answer is null
            ? throw new BenchmarkRefusedException(
                $"{_process.StartInfo.FileName} {_process.StartInfo.ArgumentList[0]} ended; see above why."
            )
            : JsonSerializer.Deserialize(answer, PeerJson.Default.Answer)!.Seconds;
    }

    private sealed class Member(Peer peer, string name) : Contender(name)
    {
        public override double Time(int templates, int batch, int searches) => peer.Time(new(Name, templates, batch, searches));
    }
}

internal sealed record Question(string Contender, int Templates, int Batch, int Calls);

internal sealed record Answer(double Seconds);

[JsonSerializable(typeof(Question))]
[JsonSerializable(typeof(Answer))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class PeerJson : JsonSerializerContext;
