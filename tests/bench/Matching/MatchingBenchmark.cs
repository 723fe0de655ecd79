using System.Globalization;
using System.Text.Json;
using RetailGuard.Matching;
using RetailGuard.Matching.Search;

namespace RetailGuard.Bench.Matching;

/// <summary>
/// Exact search against other ways to do the same. In each round every contender takes one turn, so that whatever else the machine
/// does falls on all alike; a turn lasts at least <see cref="LeastTurn"/> or one search.
/// </summary>
internal sealed unsafe class MatchingBenchmark : IDisposable
{
    private const int Dimension = 512;
    private const int Neighbours = 2;
    private const int BytesReadPerTemplate = Dimension + (2 * sizeof(float));

    private static readonly TimeSpan LeastTurn = TimeSpan.FromMilliseconds(20);
    private static readonly int[] Sizes = [72, 1000, 10_000, 100_000, 1_000_000];
    private static readonly int[] Batches = [1, 16, 64];

    private readonly Vectors _gallery;
    private readonly Vectors _probes;
    private readonly MemoryRead _memory = new();
    private readonly Candidate[] _best = new Candidate[Batches[^1] * Neighbours];
    private readonly (int, float)[] _bestTwo = new (int, float)[2];
    private readonly List<Peer> _peers = [];
    private readonly List<Contender> _others = [];
    private readonly Contender _ours;
    private TemplateShard _shard = new(new("bench", Dimension));

    private MatchingBenchmark(Options options)
    {
        Say($"Making {options.UpTo} templates of {Dimension} values");
        _gallery = new(options.UpTo, Dimension, seed: 1);
        _probes = new(Batches[^1], Dimension, seed: 2);
        _ours = new Local(
            "retailguard",
            (_, batch) => _shard.SearchBatch(_probes.Rows(batch), Neighbours, _best.AsSpan(0, batch * Neighbours))
        );
        _others.Add(new Local("scalarLoop", (templates, _) => Loop(templates, &PlainLoops.Scalar)));
        _others.Add(new Local("tensorPrimitives", (templates, _) => Loop(templates, &PlainLoops.Tensor)));
        if (options.Peers is { } folder)
        {
            StartPeers(folder);
        }
    }

    public static int Run(Options options)
    {
        using var benchmark = new MatchingBenchmark(options);
        var report = benchmark.Measure([.. Sizes.Where(s => s <= options.UpTo)]);
        var json = JsonSerializer.Serialize(report, ReportJson.Default.Report);
        Console.WriteLine(json);
        if (options.Json is { } file)
        {
            File.WriteAllText(file, json + "\n");
        }

        var allocating = report.Rows.Where(r => r.AllocatedBytesPerSearch != 0).ToList();
        foreach (var row in allocating)
        {
            Say($"A search of {row.Batch} in {row.Templates} allocated {row.AllocatedBytesPerSearch} bytes; it may allocate none.");
        }

        return allocating.Count == 0 ? 0 : 1;
    }

    public void Dispose()
    {
        _peers.ForEach(p => p.Dispose());
        _shard.Clear();
        _gallery.Dispose();
        _probes.Dispose();
        _memory.Dispose();
    }

    private static void Say(string text) => Console.Error.WriteLine(text);

    private static double Load() => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);

    private static string Processor() =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
        ?? "unknown";

    private void StartPeers(string folder)
    {
        var data = Directory.CreateTempSubdirectory("retailguard-bench-").FullName;
        try
        {
            var (gallery, probes) = (Path.Combine(data, "gallery.f32"), Path.Combine(data, "probes.f32"));
            _gallery.WriteTo(gallery);
            _probes.WriteTo(probes);
            string[] arguments = [gallery, probes, $"{Dimension}", $"{Neighbours}"];
            var python = new Peer("/usr/bin/python3", [Path.Combine(folder, "faiss_and_openblas.py"), .. arguments]);
            _peers.Add(python);
            _others.Add(python.As("faiss"));
            _others.Add(python.As("openblas"));
            var node = new Peer("node", [Path.Combine(folder, "usearch.mjs"), .. arguments]);
            _peers.Add(node);
            _others.Add(node.As("usearch"));

            // Once each has answered, it holds its data and the files can go.
            foreach (var peer in _others.Skip(2))
            {
                Say($"Starting {peer.Name}");
                peer.Time(Sizes[0], 1, 1);
            }
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private Report Measure(int[] sizes)
    {
        var loadBefore = Load();
        var (galleries, rows) = (new List<GallerySize>(), new List<Row>());
        foreach (var templates in sizes)
        {
            galleries.Add(Fill(templates));
            foreach (var batch in Batches)
            {
                rows.Add(Measure(templates, batch));
            }
        }

        return new(
            "matching",
            Processor(),
            Environment.ProcessorCount,
            loadBefore,
            Load(),
            Environment.Version.ToString(),
            InstructionSets.Best.ToString(),
            Dimension,
            Neighbours,
            Threads: 1,
            galleries,
            rows,
            [.. Bars(galleries, rows)]
        );
    }

    private GallerySize Fill(int templates)
    {
        Say($"Filling a gallery of {templates}");
        _shard.Clear();
        _shard = new(new("bench", Dimension));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < templates; i++)
        {
            _shard.Set(Id(i), _gallery.Row(i));
        }

        var index = GC.GetTotalMemory(forceFullCollection: true) - before;
        return new(templates, (double)(_shard.Templates.Bytes + index) / templates, Check(templates));
    }

    /// <summary>Compares the answers with the oracle's.</summary>
    private int Check(int templates)
    {
        var batch = templates > 100_000 ? 2 : 8;
        var found = _shard.SearchBatch(_probes.Rows(batch), Neighbours, _best.AsSpan(0, batch * Neighbours));
        for (var i = 0; i < batch; i++)
        {
            var expected = ScalarOracle.Nearest(
                Enumerable.Range(0, templates).Select(row => KeyValuePair.Create(Id(row), _gallery.Row(row).ToArray())),
                _probes.Row(i).ToArray(),
                Neighbours
            );
            if (!_best.AsSpan(i * Neighbours, found).SequenceEqual(expected))
            {
                throw new BenchmarkRefusedException($"Probe {i} in {templates} templates was answered otherwise than by the oracle.");
            }
        }

        return batch;
    }

    private Row Measure(int templates, int batch)
    {
        var outOfCache = (long)templates * BytesReadPerTemplate > MemoryRead.LargerThanCaches;
        var searches = _others.Prepend(_ours).ToDictionary(c => c, c => SearchesPerTurn(c, templates, batch));
        var times = searches.Keys.ToDictionary(c => c, _ => new List<double>());
        var memory = new List<double>();
        var allocated = 0L;
        var (work, probes) = (_shard.Engine.Work, 0L);
        var rounds = templates * batch > 10_000_000 ? 7 : 15;
        for (var round = 0; round < rounds; round++)
        {
            if (outOfCache)
            {
                memory.Add(_memory.BytesPerSecond() / 1e9);
            }

            foreach (var (contender, count) in searches)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                var seconds = contender.Time(templates, batch, count);
                if (contender == _ours)
                {
                    allocated += GC.GetAllocatedBytesForCurrentThread() - before;
                    probes += (long)count * batch;
                }

                // A plain loop has no batches: it takes one probe.
                times[contender].Add(seconds / (contender is Local && contender != _ours ? 1 : batch) * 1e6);
            }
        }

        var ours = times[_ours];
        var read = ours.Select(t => (double)templates * BytesReadPerTemplate / (t * batch) / 1e3).ToList();
        var row = new Row(
            templates,
            batch,
            Median(ours),
            ours.Min(),
            Median(ours) * 1e3 / templates,
            (double)(_shard.Engine.Work.Rescored - work.Rescored) / probes,
            allocated,
            Median(read),
            outOfCache ? Median(memory) : null,
            outOfCache ? Median([.. read.Zip(memory, (r, m) => r / m)]) : null,
            _others.ToDictionary(c => c.Name, c => Median([.. times[c].Zip(ours, (theirs, own) => theirs / own)])),
            _others.ToDictionary(c => c.Name, c => Median(times[c]))
        );
        Say(
            $"{templates, 9} templates, batch {batch, 2}: {row.Microseconds:F2} µs a probe; times as fast as "
                + string.Join(", ", row.TimesAsFastAs.Select(t => $"{t.Key} {t.Value:F1}"))
                + (row.ShareOfMemoryBandwidth is { } share ? $"; {share:P0} of {row.MemoryGigabytesPerSecond:F1} GB/s" : "")
        );
        return row;
    }

    /// <summary>Warms up, and finds how many searches last long enough to be timed.</summary>
    private static int SearchesPerTurn(Contender contender, int templates, int batch)
    {
        contender.Time(templates, batch, 1);
        var once = contender.Time(templates, batch, 1);
        var several = contender.Time(templates, batch, Math.Clamp((int)(LeastTurn.TotalSeconds / 10 / once), 1, 10_000));
        return Math.Max(1, (int)(LeastTurn.TotalSeconds / several));
    }

    private static IEnumerable<Bar> Bars(List<GallerySize> sizes, List<Row> rows)
    {
        var (large, medium) = (
            rows.Find(r => r is { Templates: 1_000_000, Batch: 1 }),
            rows.Find(r => r is { Templates: 10_000, Batch: 64 })
        );
        yield return AtLeast("share of memory bandwidth, one probe, 1,000,000 templates", 0.85, large?.ShareOfMemoryBandwidth);
        yield return AtLeast("times as fast as OpenBLAS, one probe, 1,000,000 templates", 3, Ratio(large, "openblas"));
        foreach (var row in rows.Where(r => r.Batch == 64))
        {
            yield return AtLeast($"times as fast as FAISS, batch 64, {row.Templates} templates", 1.5, Ratio(row, "faiss"));
        }

        yield return AtMost("microseconds a probe, batch 64, 10,000 templates", 127 / 1.5, medium?.Microseconds);
        yield return AtMost("microseconds, one probe, 72 templates", 3, rows.Find(r => r is { Templates: 72, Batch: 1 })?.Microseconds);
        yield return AtMost("bytes per template, the most of all sizes", 1600, sizes.Max(s => s.BytesPerTemplate));
        yield return AtMost("bytes allocated by a search", 0, rows.Max(r => r.AllocatedBytesPerSearch));

        static double? Ratio(Row? row, string other) =>
            row is not null && row.TimesAsFastAs.TryGetValue(other, out var ratio) ? ratio : null;
        static Bar AtLeast(string name, double limit, double? measured) =>
            new($"at least: {name}", limit, measured, measured is { } m ? m >= limit : null);
        static Bar AtMost(string name, double limit, double? measured) =>
            new($"at most: {name}", limit, measured, measured is { } m ? m <= limit : null);
    }

    private static double Median(IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
    }

    private static Guid Id(int number) => new(number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private void Loop(int templates, delegate* <ReadOnlySpan<float>, ReadOnlySpan<float>, float> dot) =>
        PlainLoops.BestTwo(_gallery, templates, _probes.Row(0), dot, _bestTwo);
}
