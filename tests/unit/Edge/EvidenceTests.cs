using System.Runtime.CompilerServices;
using Microsoft.Extensions.Time.Testing;
using RetailGuard.Edge.Embed;
using RetailGuard.Vision;

namespace RetailGuard.Tests.Unit.Edge;

public sealed class EvidenceTests : IDisposable
{
    private const int Dimension = 4;

    private static readonly FaceBox Box = new(20, 20, 40, 50);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
    private readonly EvidenceRing _ring;
    private readonly Frame _frame = Frame.Rent(320, 240);

    public EvidenceTests()
    {
        _ring = new EvidenceRing(_time);
        _frame.Pixels.Fill(0x5a);
    }

    public void Dispose()
    {
        _ring.Dispose();
        _frame.Dispose();
    }

    [Fact]
    [Trait("Rule", "R1")]
    public void Given_back_evidence_is_all_zero()
    {
        var evidence = Gather(3);
        var templates = Slots(evidence);
        var crop = Crop(evidence)!;
        templates.ShouldContain(v => v != 0);
        crop.Pixels.ContainsAnyExcept((byte)0).ShouldBeTrue();

        evidence.Dispose();

        templates.ShouldAllBe(v => v == 0);
        Should.Throw<ObjectDisposedException>(() => crop.Memory, "a frame given back is zeroed");
        evidence.Gone.ShouldBeTrue();
        evidence.Bytes.ShouldBe(0);
        _ring.Count.ShouldBe(0);
    }

    [Fact]
    [Trait("Rule", "R1")]
    public void The_ring_takes_evidence_away_before_it_is_a_minute_old()
    {
        var evidence = Gather(2);
        _time.Advance(EvidenceRing.MostAge - TimeSpan.FromSeconds(1));
        evidence.Gone.ShouldBeFalse();

        _time.Advance(TimeSpan.FromSeconds(1.5));

        evidence.Gone.ShouldBeTrue();
        _ring.Count.ShouldBe(0);
    }

    [Fact]
    [Trait("Rule", "R1")]
    public void Evidence_that_was_taken_away_takes_nothing_more()
    {
        var evidence = Gather(2);
        evidence.Dispose();
        evidence.Add([1, 0, 0, 0], 1, _frame, Box, _time.GetTimestamp());
        evidence.Frames.ShouldBe(0);
        evidence.Wants(1).ShouldBeFalse();
        evidence.TryFuse(1, new float[Dimension]).ShouldBeNull();
    }

    [Fact]
    [Trait("Rule", "R1")]
    public void When_too_much_is_held_the_oldest_goes_first()
    {
        using var large = Frame.Rent(3840, 2160);
        var whole = new FaceBox(0, 0, 3840, 2160);
        var held = new List<TrackEvidence>();
        while (held.Sum(evidence => evidence.Bytes) <= EvidenceRing.MostBytes)
        {
            held.Add(_ring.New(Dimension, _time.GetTimestamp()));
            held[^1].Add([1, 0, 0, 0], 1, large, whole, _time.GetTimestamp());
        }

        _time.Advance(TimeSpan.FromSeconds(1));

        held[0].Gone.ShouldBeTrue();
        held[1..].ShouldAllBe(evidence => !evidence.Gone);
    }

    [Fact]
    [Trait("Rule", "R1")]
    public void A_closing_ring_zeroes_all()
    {
        var evidence = Gather(2);
        _ring.Dispose();
        evidence.Gone.ShouldBeTrue();
    }

    [Fact]
    public void The_crop_is_of_the_best_frame_and_shows_head_and_shoulders()
    {
        var evidence = _ring.New(Dimension, _time.GetTimestamp());
        evidence.Add([1, 0, 0, 0], 0.8f, _frame, new FaceBox(100, 60, 40, 50), capturedAt: 1);
        evidence.Add([1, 0, 0, 0], 0.3f, _frame, new FaceBox(0, 0, 10, 10), capturedAt: 2);
        evidence.BestAt.ShouldBe(1);
        evidence.BestQuality.ShouldBe(0.8f);
        Crop(evidence)!.Width.ShouldBeGreaterThan(80);
        Crop(evidence)!.Height.ShouldBeGreaterThan(120);
    }

    [Fact]
    public void Only_frames_that_improve_it_are_worth_an_embedding_once_it_is_full()
    {
        var evidence = Gather(5);
        evidence.Wants(0.5f).ShouldBeFalse();
        evidence.Wants(0.6f).ShouldBeTrue();

        evidence.Add([0, 1, 0, 0], 0.6f, _frame, Box, _time.GetTimestamp());
        evidence.Frames.ShouldBe(5);
    }

    [Fact]
    public void A_template_of_somebody_else_is_noticed()
    {
        var evidence = Gather(2);
        evidence.SamePerson([0.9f, MathF.Sqrt(1 - 0.81f), 0, 0]).ShouldBeTrue();
        evidence.SamePerson([0.2f, MathF.Sqrt(1 - 0.04f), 0, 0]).ShouldBeFalse();
    }

    private TrackEvidence Gather(int frames)
    {
        var evidence = _ring.New(Dimension, _time.GetTimestamp());
        for (var i = 0; i < frames; i++)
        {
            evidence.Add([1, 0, 0, 0], 0.5f, _frame, Box, _time.GetTimestamp());
        }

        return evidence;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_slots")]
    private static extern ref float[] Slots(TrackEvidence evidence);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_crop")]
    private static extern ref Frame? Crop(TrackEvidence evidence);
}
