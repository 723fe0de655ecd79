using System.CommandLine;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RetailGuard.Edge;
using RetailGuard.Edge.Setup;
using RetailGuard.Edge.Uplink;
using RetailGuard.Vision;

var config = new Option<string>("--config") { Description = "The connector's configuration file (JSON)", Required = true };

var server = new Option<string>("--server") { Description = "The cloud's address, https", Required = true };
var code = new Option<string>("--code") { Description = "The pairing code, from the console", Required = true };
var pair = new Command("pair", "Pair this box with a store and write its configuration") { server, code, config };
pair.SetAction(
    (arguments, stop) =>
        TryAsync(async () =>
        {
            using var http = CloudClient.New();
            var done = await Pairing.PairAsync(
                http,
                arguments.GetRequiredValue(server),
                arguments.GetRequiredValue(code),
                arguments.GetRequiredValue(config),
                stop
            );
            Console.WriteLine(done);
            return 0;
        })
);

var check = new Command("check", "Try ffmpeg, the models, each camera and the cloud") { config };
check.SetAction(
    (arguments, stop) =>
        TryAsync(async () =>
        {
            var test = new SelfTest(EdgeConfig.Load(arguments.GetRequiredValue(config)), Console.Out, TimeProvider.System);
            return await test.RunAsync(stop) ? 0 : 1;
        })
);

var statusPort = new Option<int?>("--status-port") { Description = "Answer GET /status on this loopback port" };
var run = new Command("run", "Watch the cameras until stopped") { config, statusPort };
run.SetAction(
    (arguments, stop) =>
        TryAsync(async () =>
        {
            CoreDumps.Forbid();
            using var host = EdgeHost.Build(
                EdgeConfig.Load(arguments.GetRequiredValue(config)),
                arguments.GetValue(statusPort),
                logging => logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Information)
            );
            await host.RunAsync(stop);
            return 0;
        })
);

return await new RootCommand("RetailGuard's edge connector: cameras in, decisions out, faces forgotten") { pair, check, run }
    .Parse(args)
    .InvokeAsync();

// What the installer can mend is a sentence, not a stack trace.
static async Task<int> TryAsync(Func<Task<int>> action)
{
    try
    {
        return await action();
    }
    catch (Exception e) when (e is EdgeSetupException or ModelPackException)
    {
        await Console.Error.WriteLineAsync(e.Message);
        return 2;
    }
}
