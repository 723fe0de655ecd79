using RetailGuard.Vision;

namespace RetailGuard.Tests.Unit.Vision;

/// <summary>A face that was looked at and let go leaves nothing in the process's memory.</summary>
[Collection(nameof(ForgettingTests))]
[CollectionDefinition(nameof(ForgettingTests), DisableParallelization = true)]
[Trait("Rule", "R1")]
public class ForgettingTests
{
    [Fact]
    public void No_pixel_and_no_template_of_a_face_is_left_in_memory_after_forgetting()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads the process's memory by /proc.");
        using var engine = new FaceEngine(ModelPack.LoadNamed());

        var marks = LookOnce(engine);
        engine.Forget();

        foreach (var (what, mark) in marks)
        {
            ProcessMemory.Count(mark).ShouldBe(0, what);
        }
    }

    [Fact]
    public void Disposing_an_engine_forgets_too()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads the process's memory by /proc.");
        var engine = new FaceEngine(ModelPack.LoadNamed());

        var marks = LookOnce(engine);
        engine.Dispose();

        foreach (var (what, mark) in marks)
        {
            ProcessMemory.Count(mark).ShouldBe(0, what);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Encoding_and_decoding_leave_no_copy_of_the_file_in_memory(bool decode)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads the process's memory by /proc.");
        // Once something large was freed, the allocator keeps what is freed later, as in a process that runs for long.
        using (var large = Frame.Rent(3000, 2000))
        {
            Pictures.Decode(Pictures.EncodeJpeg(large)).Dispose();
        }

        using var frame = Frame.Rent(800, 600);
        new Random(17).NextBytes(frame.Pixels);

        var jpeg = Pictures.EncodeJpeg(frame);
        if (decode)
        {
            Pictures.Decode(jpeg).Dispose();
        }

        var middle = ProcessMemory.Invert<byte>(jpeg.AsSpan(jpeg.Length / 2, 48));
        ProcessMemory.Count(middle).ShouldBeGreaterThan(0, "The search must see what is there.");
        Array.Clear(jpeg);
        ProcessMemory.Count(middle).ShouldBe(0);
    }

    [Fact]
    public void Forgetting_overwrites_the_runtimes_own_working_memory()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads the process's memory by /proc.");
        var shape = new NetworkInput(64, 64, ChannelOrder.Grey, Mean: 0, Scale: 1);
        using var network = new Network("tiny", TinyNetwork.AddThenNegate([1, 1, 64, 64]), shape, threads: 1);
        var random = new Random(5);
        var mark = new byte[16 * sizeof(float)];
        for (var i = 0; i < network.Input.Length; i++)
        {
            network.Input[i] = random.NextSingle();
            if (i < 16)
            {
                ProcessMemory.Invert<float>([network.Input[i] + 1000]).CopyTo(mark, i * sizeof(float));
            }
        }

        network.Run();
        network.Clear();
        ProcessMemory.Count(mark).ShouldBeGreaterThan(0, "The search must see what the runtime left.");

        network.Forget();
        ProcessMemory.Count(mark).ShouldBe(0);
    }

    [Fact]
    public void Work_on_frames_allocates_next_to_nothing()
    {
        using var engine = new FaceEngine(ModelPack.LoadNamed());
        using var portrait = TestMedia.Decode(TestMedia.Portraits('A')[0]);
        using var frame = portrait.On(1920, 1080, 700, 300);
        var template = new float[512];
        Round();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20; i++)
        {
            Round();
        }

        // The list of faces, the quality and its list: nothing that grows with the frame.
        ((GC.GetAllocatedBytesForCurrentThread() - before) / 20).ShouldBeLessThan(1500);

        void Round()
        {
            var face = engine.Detect(frame)[0];
            var landmarks = engine.Locate(frame, face);
            engine.Assess(frame, face, landmarks, QualityGate.Probe);
            engine.Embed(frame, landmarks, template);
        }
    }

    /// <summary>Runs a face through the engine and lets go of it.</summary>
    /// <returns>Runs of bytes, inverted, that were in memory meanwhile and nowhere else.</returns>
    private static List<(string What, byte[] Inverted)> LookOnce(FaceEngine engine)
    {
        using var portrait = TestMedia.Decode(TestMedia.Portraits('A')[0]);
        // Grain makes it another picture than the one that the decoder had in memory.
        var random = new Random(11);
        var frame = portrait.Map(v => v + random.Next(-6, 7));
        var face = engine.Detect(frame)[0];
        var landmarks = engine.Locate(frame, face);
        engine.Assess(frame, face, landmarks, QualityGate.Probe);
        var template = GC.AllocateArray<float>(512, pinned: true);
        engine.Embed(frame, landmarks, template);

        var nose = 3 * (((int)landmarks.Nose.Y * frame.Width) + (int)landmarks.Nose.X);
        List<(string What, byte[] Inverted)> marks =
        [
            ("pixels", ProcessMemory.Invert<byte>(frame.Pixels.Slice(nose, 48))),
            ("template", ProcessMemory.Invert<float>(template.AsSpan(100, 6))),
            .. Inputs(engine.Pack, frame, face, landmarks),
        ];
        ProcessMemory.Count(marks[0].Inverted).ShouldBeGreaterThan(0, "The search must see what is there.");
        ProcessMemory.Count(marks[1].Inverted).ShouldBeGreaterThan(0, "The search must see what is there.");

        Array.Clear(template);
        frame.Dispose();
        return marks;
    }

    /// <summary>A row of what the embedder was shown, and of the face as the gate measured it.</summary>
    private static IEnumerable<(string, byte[])> Inputs(ModelPack pack, Frame frame, FaceDetection face, FaceLandmarks landmarks)
    {
        var aligned = FaceAlignment.ToFrame(landmarks);
        foreach (
            var (what, shape) in new[]
            {
                ("embedder's input", pack.Manifest.Embedder.Input),
                ("measured luma", new(112, 112, ChannelOrder.Grey, 0, 1)),
            }
        )
        {
            // Pinned, so that the collector leaves no copy behind.
            var input = GC.AllocateArray<float>(shape.Depth * shape.Width * shape.Height, pinned: true);
            Warp.Fill(PixelView.Of(frame), aligned, shape, input);
            yield return (what, ProcessMemory.Invert<float>(input.AsSpan((60 * 112) + 50, 12)));
            Array.Clear(input);
        }
    }
}
