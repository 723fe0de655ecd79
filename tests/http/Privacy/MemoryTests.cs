using System.Runtime.InteropServices;
using System.Text;
using RetailGuard.Protocol.V1;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>A face that nobody looks for leaves nothing on the server (R1).</summary>
public sealed class MemoryTests(FaceReader reader) : IDisposable
{
    private const int Strangers = 200;
    private const int Looks = 30;

    private readonly DataStore _storage = DataStore.OnDisk();

    public void Dispose() => _storage.Dispose();

    [Fact]
    [Trait("Rule", "R1")]
    public async Task Neither_memory_nor_disk_keeps_a_template_that_matched_nobody()
    {
        await using var server = await ServerProcess.StartAsync(_storage);
        await using var stage = await Stage.SetAsync(server, reader);
        var random = new Random(20260302);
        // Longer than any register: what a signal saves of one on a stack is no copy of a face.
        var mark = new float[24];
        foreach (ref var value in mark.AsSpan())
        {
            value = 0.02f + random.NextSingle() / 50;
        }

        var bytes = MemoryMarshal.AsBytes(mark.AsSpan()).ToArray();
        ProcessMemory
            .Count(server.Id, Encoding.Unicode.GetBytes(_storage.DataFolder))
            .ShouldBeGreaterThan(0, "the search finds what is in the server's memory");

        for (var i = 0; i < Strangers; i++)
        {
            var probe = stage.Connector.Probe(stage.Shop.Cameras[0], reader, Marked(mark, random), server.Now);
            (await stage.Connector.AskAsync(probe)).Verdict.ShouldBe(TrackDecision.Types.Verdict.Discard);
        }

        // Each look takes a while itself; the last of them must find nothing.
        var found = int.MaxValue;
        for (var look = 0; found > 0 && look < Looks; look++)
        {
            found = ProcessMemory.Count(server.Id, bytes);
        }

        found.ShouldBe(0);
        foreach (var file in Directory.GetFiles(_storage.DataFolder, "*", SearchOption.AllDirectories))
        {
            (await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).AsSpan().IndexOf(bytes).ShouldBe(-1, file);
        }

        Encoding.Latin1.GetBytes(server.Output).AsSpan().IndexOf(bytes).ShouldBe(-1);
        server.Output.ShouldNotContain(Convert.ToBase64String(bytes.AsSpan(0, 30)));
        (await File.ReadAllTextAsync($"/proc/{server.Id}/limits", TestContext.Current.CancellationToken)).ShouldMatch(
            @"Max core file size\s+0\s+0",
            "a crash writes no memory to disk"
        );
    }

    /// <summary>A stranger's template: of unit length, the mark in its middle, random beside it.</summary>
    private float[] Marked(ReadOnlySpan<float> mark, Random random)
    {
        var template = new float[reader.Pack.Space.Dimension];
        foreach (ref var value in template.AsSpan())
        {
            value = random.NextSingle() - 0.5f;
        }

        var middle = template.AsSpan(template.Length / 2, mark.Length);
        middle.Clear();
        var scale = MathF.Sqrt((1 - Squares(mark)) / Squares(template));
        foreach (ref var value in template.AsSpan())
        {
            value *= scale;
        }

        mark.CopyTo(middle);
        return template;
    }

    private static float Squares(ReadOnlySpan<float> values) => System.Numerics.Tensors.TensorPrimitives.SumOfSquares(values);
}
