using System.CommandLine;
using RetailGuard.Tools.Evaluate;
using RetailGuard.Vision;

var root = new RootCommand("How well faces are told apart: templates of pictures, and what they are worth.")
{
    EvaluateCommand.Create(),
    VisionCommands.Create(),
};

try
{
    return await root.Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false });
}
catch (Exception refusal) when (refusal is EvaluationRefusedException or ModelPackException)
{
    await Console.Error.WriteLineAsync(refusal.Message);
    return 1;
}
