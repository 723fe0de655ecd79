using Microsoft.Extensions.Time.Testing;
using RetailGuard.Edge.Track;
using RetailGuard.Vision;

namespace RetailGuard.Tests.Unit.Edge;

public sealed class FaceTrackerTests
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(120);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
    private readonly FaceTracker _tracker;

    public FaceTrackerTests() => _tracker = new FaceTracker(new TrackIds(), _time);

    [Fact]
    public void A_face_that_stays_is_one_track()
    {
        var first = Show(Face(100)).Single();
        for (var i = 0; i < 20; i++)
        {
            Show(Face(100 + (i % 3))).Single().ShouldBeSameAs(first);
        }

        first.Frames.ShouldBe(21u);
    }

    [Fact]
    public void A_face_that_walks_across_at_a_brisk_pace_is_one_track()
    {
        var first = Show(Face(0)).Single();
        for (var x = 70; x < 1000; x += 70)
        {
            Show(Face(x)).Single().ShouldBeSameAs(first);
        }
    }

    [Fact]
    public void Two_faces_keep_their_tracks_whatever_their_order_in_the_frame()
    {
        var both = Show(Face(100), Face(400));
        for (var i = 1; i < 10; i++)
        {
            var swapped = Show(Face(400 - (i * 5)), Face(100 + (i * 5)));
            swapped[0].ShouldBeSameAs(both[1]);
            swapped[1].ShouldBeSameAs(both[0]);
        }
    }

    [Fact]
    public void A_face_in_another_place_or_of_another_size_is_another_track()
    {
        var first = Show(Face(100)).Single();
        Show(Face(600)).Single().ShouldNotBeSameAs(first);
        var large = Show(new FaceBox(560, 60, 160, 200)).Single();
        large.ShouldNotBeSameAs(first);
        large.Frames.ShouldBe(1u);
    }

    [Fact]
    public void A_gap_of_some_frames_does_not_end_a_track_and_a_longer_one_does()
    {
        var first = Show(Face(100)).Single();
        Show();
        Show();
        Show(Face(105)).Single().ShouldBeSameAs(first);

        _time.Advance(FaceTracker.ShortestGap + Frame);
        Show(Face(105)).Single().ShouldNotBeSameAs(first);
    }

    [Fact]
    [Trait("Rule", "R1")]
    public void A_track_is_over_within_a_second_of_its_last_frame_though_no_frame_comes()
    {
        var first = Show(Face(100)).Single();
        _tracker.Expire(_time.GetTimestamp()).ShouldBeEmpty();

        _time.Advance(FaceTracker.LongestGap + TimeSpan.FromMilliseconds(1));

        _tracker.Expire(_time.GetTimestamp()).ShouldBe([first]);
        _tracker.Tracks.ShouldBeEmpty();
    }

    [Fact]
    public void A_slow_camera_gets_a_longer_gap()
    {
        var first = Show(Face(100)).Single();
        for (var i = 0; i < 20; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(300));
            Show(Face(100)).Single().ShouldBeSameAs(first);
        }

        _time.Advance(TimeSpan.FromMilliseconds(600));
        _tracker.Expire(_time.GetTimestamp()).ShouldBeEmpty();
    }

    [Fact]
    public void An_asked_track_ends_when_two_faces_could_be_it()
    {
        var both = Show(Face(100), Face(200));
        both[0].Asked = both[1].Asked = true;

        // Nose to nose: either face may have come from either side.
        var met = Show(Face(140), Face(160));

        met.ShouldAllBe(track => !track.Asked);
    }

    [Fact]
    public void Asked_tracks_that_stand_side_by_side_stay_asked()
    {
        var both = Show(Face(100), Face(210));
        both[0].Asked = both[1].Asked = true;
        for (var i = 0; i < 10; i++)
        {
            Show(Face(101), Face(209)).ShouldAllBe(track => track.Asked);
        }
    }

    [Fact]
    public void An_asked_track_that_walks_on_is_not_asked_again()
    {
        var first = Show(Face(0)).Single();
        Show(Face(40));
        first.Asked = true;
        for (var x = 80; x < 800; x += 40)
        {
            Show(Face(x)).Single().ShouldBeSameAs(first);
        }
    }

    [Fact]
    public void An_asked_track_survives_one_missed_frame_and_no_more()
    {
        var first = Show(Face(100)).Single();
        first.Asked = true;
        Show();
        Show(Face(100)).Single().ShouldBeSameAs(first);

        // The next person through the door stands where the first one stood.
        Show();
        Show();
        Show(Face(100)).Single().ShouldNotBeSameAs(first);
    }

    [Fact]
    public void An_asked_track_survives_a_busy_moment_of_the_connector()
    {
        var first = Show(Face(100)).Single();
        Show(Face(100));
        first.Asked = true;
        _time.Advance(TimeSpan.FromMilliseconds(300));
        Show(Face(100)).Single().ShouldBeSameAs(first, "no frame was looked at, so none was missed");
    }

    [Fact]
    public void An_asked_track_ends_when_its_face_changes_size_or_place_at_once()
    {
        foreach (var next in new[] { new FaceBox(100, 100, 112, 140), new FaceBox(150, 100, 80, 100) })
        {
            var first = Show(Face(100)).Single();
            first.Asked = true;
            Show(next).Single().Asked.ShouldBeFalse();
            _tracker.EndAll();
        }
    }

    [Fact]
    public void A_track_whose_question_was_lost_is_followed_as_a_new_one()
    {
        var first = Show(Face(100)).Single();
        first.Asked = first.Unanswered = true;

        var again = Show(Face(100)).Single();

        again.Asked.ShouldBeFalse();
        again.Id.ShouldNotBe(first.Id);
    }

    [Fact]
    public void A_split_track_goes_on_as_another_person()
    {
        var first = Show(Face(100)).Single();
        var other = _tracker.Split(first);

        Show(Face(102)).Single().ShouldBeSameAs(other);
        _tracker.Tracks.ShouldBe([other]);
    }

    [Fact]
    public void A_cut_ends_all_tracks()
    {
        var both = Show(Face(100), Face(400));
        _tracker.EndAll().ShouldBe(both);
        Show(Face(100)).Single().ShouldNotBeSameAs(both[0]);
    }

    private IReadOnlyList<FaceTrack> Show(params FaceBox[] faces)
    {
        _time.Advance(Frame);
        return _tracker.Update([.. faces.Select(box => new FaceDetection(box, 1))], _time.GetTimestamp()).Seen;
    }

    private static FaceBox Face(float x) => new(x, 100, 80, 100);
}
