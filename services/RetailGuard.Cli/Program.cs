using System.CommandLine;
using RetailGuard.Cli.Demo;
using RetailGuard.Cli.Rules;

return await new RootCommand("RetailGuard's tools.") { DemoCommand.Create(), RulesCommand.Create() }.Parse(args).InvokeAsync();
