using RetailGuard.Vision;

namespace RetailGuard.Edge.Track;

/// <summary>
/// Joins detections of successive frames into tracks by overlap and motion. Of a track that is asked about nothing is kept to tell its
/// person by, so it is followed strictly and ends where two faces could be mixed up: asking twice is harmless, following the wrong
/// person unasked is not.
/// </summary>
internal sealed class FaceTracker(TrackIds ids, TimeProvider time)
{
    /// <summary>Shortest gap that a track survives; longer at low frame rates, never over <see cref="LongestGap"/>.</summary>
    public static readonly TimeSpan ShortestGap = TimeSpan.FromMilliseconds(500);

    /// <summary>R1: a track that is over must be known to be over well within a second.</summary>
    public static readonly TimeSpan LongestGap = TimeSpan.FromMilliseconds(800);

    private const double IntervalsMissed = 2.5;
    private const int MissedOnceAsked = 1;
    private const float MostGrowth = 1.6f;
    private const float MostGrowthOnceAsked = 1.3f;
    private const float LeastOverlap = 0.15f;
    private const float LeastOverlapOnceAsked = 0.3f;
    private const float Ambiguous = 0.3f;

    // Face widths: a brisk walk across the picture is about nine a second.
    private const float WidthsPerSecond = 9;
    private const float ShortestReach = 0.5f;
    private const float LongestReach = 1.5f;

    private readonly List<FaceTrack> _tracks = [];
    private TimeSpan? _interval;
    private long? _lastFrame;

    // Fit: overlap less a quarter of the distance in face widths. Sure: the track may go on with this face.
    private readonly record struct Pair(FaceTrack Track, int Face, float Fit, bool Sure);

    public IReadOnlyList<FaceTrack> Tracks => _tracks;

    /// <summary>Takes a frame's faces in.</summary>
    /// <param name="faces">All faces of the frame.</param>
    /// <param name="capturedAt">Timestamp of the frame, later than the frame's before.</param>
    /// <returns>The track of each face, in the order of <paramref name="faces"/>, and the tracks that ended.</returns>
    public (IReadOnlyList<FaceTrack> Seen, IReadOnlyList<FaceTrack> Ended) Update(IReadOnlyList<FaceDetection> faces, long capturedAt)
    {
        if (_lastFrame is { } last)
        {
            var interval = time.GetElapsedTime(last, capturedAt);
            _interval = ((_interval ?? interval) * 0.8) + (interval * 0.2);
        }

        _lastFrame = capturedAt;
        var ended = Remove(track => track.Unanswered || IsOver(track, capturedAt));
        var pairs = Pairs(faces, capturedAt);
        ended.AddRange(EndAmbiguous(pairs));

        _tracks.ForEach(track => track.Missed++);
        var seen = new FaceTrack?[faces.Count];
        foreach (var pair in pairs.Where(pair => pair.Sure).OrderByDescending(pair => pair.Fit))
        {
            if (seen[pair.Face] is null && !seen.Contains(pair.Track) && _tracks.Contains(pair.Track))
            {
                pair.Track.See(faces[pair.Face].Box, capturedAt, time.GetElapsedTime(pair.Track.LastSeen, capturedAt));
                seen[pair.Face] = pair.Track;
            }
        }

        return ([.. seen.Select((track, face) => track ?? Begin(faces[face].Box, capturedAt))], ended);
    }

    /// <summary>Ends the tracks that have not been seen for too long, also when no frame comes.</summary>
    public IReadOnlyList<FaceTrack> Expire(long now) => Remove(track => IsOver(track, now));

    /// <summary>Ends all: a cut, or matching stopped.</summary>
    public IReadOnlyList<FaceTrack> EndAll() => Remove(_ => true);

    /// <summary>Ends a track whose face turned out to be another person's, and begins that person's.</summary>
    public FaceTrack Split(FaceTrack track)
    {
        _tracks.Remove(track);
        return Begin(track.Box, track.LastSeen);
    }

    private bool IsOver(FaceTrack track, long now)
    {
        var gap = (_interval ?? ShortestGap) * IntervalsMissed;
        gap = gap < ShortestGap ? ShortestGap : gap;
        return time.GetElapsedTime(track.LastSeen, now) > (gap > LongestGap ? LongestGap : gap)
            || (track.Asked && track.Missed > MissedOnceAsked);
    }

    private FaceTrack Begin(FaceBox box, long seenAt)
    {
        var track = new FaceTrack(ids.Next(), box, seenAt);
        _tracks.Add(track);
        return track;
    }

    private List<FaceTrack> Remove(Predicate<FaceTrack> over)
    {
        var ended = _tracks.FindAll(over);
        _tracks.RemoveAll(over);
        return ended;
    }

    private List<Pair> Pairs(IReadOnlyList<FaceDetection> faces, long capturedAt)
    {
        var pairs = new List<Pair>();
        foreach (var track in _tracks)
        {
            var since = time.GetElapsedTime(track.LastSeen, capturedAt);
            var expected = track.Predict(since);
            var reach = Math.Clamp(WidthsPerSecond * (float)since.TotalSeconds, ShortestReach, LongestReach);
            for (var face = 0; face < faces.Count; face++)
            {
                if (Compare(track, face, expected, faces[face].Box, reach) is { } pair)
                {
                    pairs.Add(pair);
                }
            }
        }

        return pairs;
    }

    /// <returns>Null when the same face cannot have got there.</returns>
    private static Pair? Compare(FaceTrack track, int face, FaceBox expected, FaceBox seen, float reach)
    {
        var growth = Math.Max(seen.Width / expected.Width, expected.Width / seen.Width);
        var overlap = expected.Overlap(seen);
        var x = seen.X + (seen.Width / 2) - expected.X - (expected.Width / 2);
        var y = seen.Y + (seen.Height / 2) - expected.Y - (expected.Height / 2);
        var distance = MathF.Sqrt((x * x) + (y * y)) / ((expected.Width + seen.Width) / 2);
        if (growth > MostGrowth || (overlap < LeastOverlap && distance > reach))
        {
            return null;
        }

        var sure = !track.Asked || (growth <= MostGrowthOnceAsked && overlap >= LeastOverlapOnceAsked);
        return new(track, face, overlap - (distance / 4), sure);
    }

    private List<FaceTrack> EndAmbiguous(List<Pair> pairs)
    {
        var doubtful = new HashSet<FaceTrack>();
        foreach (var rivals in pairs.GroupBy(pair => pair.Face).Concat<IEnumerable<Pair>>(pairs.GroupBy(pair => pair.Track)))
        {
            var best = rivals.OrderByDescending(pair => pair.Fit).Take(2).ToList();
            if (best.Count == 2 && best[0].Fit - best[1].Fit < Ambiguous)
            {
                doubtful.UnionWith(best.Select(pair => pair.Track).Where(track => track.Asked));
            }
        }

        return Remove(doubtful.Contains);
    }
}

/// <summary>Numbers tracks across all cameras. Thread-safe.</summary>
internal sealed class TrackIds
{
    private ulong _last;

    public ulong Next() => Interlocked.Increment(ref _last);
}
