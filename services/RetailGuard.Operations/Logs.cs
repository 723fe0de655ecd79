using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace RetailGuard.Operations;

/// <summary>The server's log: standard output, for whatever runs it to keep.</summary>
internal static class Logs
{
    public static void Add(ILoggingBuilder log)
    {
        log.ClearProviders().AddConsole().AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
        log.Services.Remove(log.Services.Last(s => s.ServiceType == typeof(ILoggerProvider)));
        log.Services.AddSingleton<ConsoleLoggerProvider>();

        // The clock of this machine: a log tells when something was written.
        log.Services.AddSingleton<ILoggerProvider>(s => new CollapsedRepeats(
            s.GetRequiredService<ConsoleLoggerProvider>(),
            TimeProvider.System
        ));
    }
}
