using RetailGuard.Tools.Demo;
using RetailGuard.Tools.Simulator;

try
{
    return await DemoCommand.Create().Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false });
}
catch (CommandRefusedException refusal)
{
    await Console.Error.WriteLineAsync(refusal.Message);
    return 1;
}
