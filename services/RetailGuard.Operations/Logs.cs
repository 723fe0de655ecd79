using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace RetailGuard.Operations;

/// <summary>The server's log: standard output, for whatever runs it to keep.</summary>
internal static class Logs
{
    public static void Add(IServiceCollection services)
    {
        services.AddLogging(log =>
        {
            log.ClearProviders().AddConsole().AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
            var console = log.Services.Last(s => s.ServiceType == typeof(ILoggerProvider));
            log.Services.Remove(console);
            log.Services.AddSingleton<ConsoleLoggerProvider>();
            log.Services.AddSingleton<ILoggerProvider>(s => new CollapsedRepeats(
                s.GetRequiredService<ConsoleLoggerProvider>(),
                TimeProvider.System
            ));
        });
        services.TryAddSingleton(TimeProvider.System);
    }
}
