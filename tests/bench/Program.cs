using RetailGuard.Bench;

try
{
    return Options.Parse(args) is { } options ? MatchingBenchmark.Run(options) : 0;
}
catch (BenchmarkRefusedException refusal)
{
    await Console.Error.WriteLineAsync(refusal.Message);
    return 2;
}
