using RetailGuard.Server;

return await Commands.RunAsync(args);
