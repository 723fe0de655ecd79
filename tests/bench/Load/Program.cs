using RetailGuard.Bench.Load;
using RetailGuard.Tools.Simulator;
using RetailGuard.Vision;

try
{
    return await BenchCommand.Create().Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false });
}
catch (Exception refusal) when (refusal is CommandRefusedException or ModelPackException or IOException)
{
    await Console.Error.WriteLineAsync(refusal.Message);
    return 1;
}
