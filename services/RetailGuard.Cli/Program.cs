using System.CommandLine;
using RetailGuard.Cli;
using RetailGuard.Cli.Bench;
using RetailGuard.Cli.Demo;
using RetailGuard.Cli.Evaluate;
using RetailGuard.Cli.Rules;
using RetailGuard.Cli.Vision;
using RetailGuard.Vision;

var root = new RootCommand("RetailGuard's tools for operators and developers.")
{
    BenchCommand.Create(),
    DemoCommand.Create(),
    EvaluateCommand.Create(),
    RulesCommand.Create(),
    VisionCommands.Create(),
};

try
{
    return await root.Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false });
}
catch (Exception refusal) when (refusal is CommandRefusedException or ModelPackException)
{
    await Console.Error.WriteLineAsync(refusal.Message);
    return 1;
}
