using RetailGuard.Bench.Matching;

try
{
    return MatchingBenchmark.Run(Options.Parse(args));
}
catch (BenchmarkRefusedException refusal)
{
    await Console.Error.WriteLineAsync(refusal.Message);
    return 2;
}
