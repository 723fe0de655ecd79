using System.Buffers.Binary;

namespace RetailGuard.Matching.Evaluation;

/// <summary>What the product decided about drawn visits and lists.</summary>
/// <param name="ListSize">Entries.</param>
/// <param name="Lists">Random lists.</param>
/// <param name="Listed">Visits of people on the list.</param>
/// <param name="Found">Of these, alerts for the right entry.</param>
/// <param name="Confused">Of these, alerts for another entry.</param>
/// <param name="TiedListed">Of these, ties.</param>
/// <param name="WeakListed">Of these, too few frames, or frames that do not agree.</param>
/// <param name="Strangers">Visits of people not on the list.</param>
/// <param name="FalseAlerts">Of these, alerts.</param>
/// <param name="TiedStrangers">Of these, ties that kept an alert back.</param>
public sealed record DecisionTally(
    int ListSize,
    int Lists,
    long Listed,
    long Found,
    long Confused,
    long TiedListed,
    long WeakListed,
    long Strangers,
    long FalseAlerts,
    long TiedStrangers
);

/// <summary>Runs the product's own search and decision on random lists.</summary>
public static class ProductDecisions
{
    public static DecisionTally Run(
        EvaluationSet set,
        VisitDraw draw,
        EmbeddingSpace space,
        ScoreScale scale,
        double fusedPenalty,
        DecisionRule rule,
        int listSize,
        int listsPerRound,
        int seed
    )
    {
        var random = new Random(seed);
        var tally = new DecisionTally(listSize, listsPerRound * draw.EnrolmentOf.Count, 0, 0, 0, 0, 0, 0, 0, 0);
        foreach (var round in draw.Visits.GroupBy(visit => visit.Round))
        {
            var visits = round.ToList();
            var fused = visits.Where(visit => visit.Template.Length > 0).ToList();
            var probes = fused.SelectMany(visit => visit.Template).ToArray();
            var best = new Candidate[2 * fused.Count];
            var enrolments = draw.EnrolmentOf[round.Key];
            var enrolled = Enumerable.Range(0, enrolments.Length).Where(person => enrolments[person] >= 0).ToArray();
            for (var list = 0; list < listsPerRound; list++)
            {
                var shard = new TemplateShard(space);
                random.Shuffle(enrolled);
                var entries = enrolled[..listSize].ToHashSet();
                foreach (var person in entries)
                {
                    shard.Set(IdOf(person), set.Unit(enrolments[person]));
                }

                var found = shard.SearchBatch(probes, 2, best);
                var weak = visits.Count(visit => visit.Template.Length == 0 && visit.CanBeListed && entries.Contains(visit.Person));
                tally = tally with { Listed = tally.Listed + weak, WeakListed = tally.WeakListed + weak };

                for (var i = 0; i < fused.Count; i++)
                {
                    var visit = fused[i];
                    var listed = entries.Contains(visit.Person);
                    if (listed && !visit.CanBeListed)
                    {
                        continue;
                    }

                    var nearest = best.AsSpan(2 * i, found);
                    var decision = MatchDecision.Decide(scale, rule, nearest, new(visit.Frames, visit.Agreement, fusedPenalty));
                    tally = listed
                        ? Count(tally, decision.Verdict, nearest[0].Id == IdOf(visit.Person))
                        : tally with
                        {
                            Strangers = tally.Strangers + 1,
                            FalseAlerts = tally.FalseAlerts + (decision.Verdict == Verdict.Match ? 1 : 0),
                            TiedStrangers = tally.TiedStrangers + (decision.Verdict == Verdict.Tie ? 1 : 0),
                        };
                }

                shard.Clear();
            }
        }

        return tally;
    }

    private static DecisionTally Count(DecisionTally tally, Verdict verdict, bool right) =>
        tally with
        {
            Listed = tally.Listed + 1,
            Found = tally.Found + (verdict == Verdict.Match && right ? 1 : 0),
            Confused = tally.Confused + (verdict == Verdict.Match && !right ? 1 : 0),
            TiedListed = tally.TiedListed + (verdict == Verdict.Tie ? 1 : 0),
            WeakListed = tally.WeakListed + (verdict == Verdict.WeakEvidence ? 1 : 0),
        };

    private static Guid IdOf(int person)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt32BigEndian(bytes, person + 1);
        return new(bytes);
    }
}
