using RetailGuard.Tools.Rules;

return await RulesCommand.Create().Parse(args).InvokeAsync();
