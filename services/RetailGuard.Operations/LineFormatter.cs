using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace RetailGuard.Operations;

/// <summary>
/// One event, one line: <c>2026-11-27T00:31:05.123Z warn RetailGuard.Gateway.EdgeConnection/Refused A connector was refused: clock-wrong.</c>
/// An exception follows on lines of its own. Scopes are left out: what a library puts there is not known to be free of personal data.
/// <c>Logging:Console:FormatterName=json</c> takes .NET's own JSON instead.
/// </summary>
internal sealed class LineFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "line";
    private const string MethodPrefix = "Log";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        textWriter.Write(time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        textWriter.Write(' ');
        textWriter.Write(Level(logEntry.LogLevel));
        textWriter.Write(' ');
        textWriter.Write(logEntry.Category);
        textWriter.Write(Event(logEntry.EventId));
        textWriter.Write(' ');
        textWriter.WriteLine(logEntry.Formatter(logEntry.State, logEntry.Exception).ReplaceLineEndings(" "));
        if (logEntry.Exception is { } exception)
        {
            textWriter.WriteLine(exception);
        }
    }

    /// <summary>The name that the source gives an event: that of the method that logs it.</summary>
    private static string Event(EventId id) =>
        id.Name is not { Length: > 0 } name ? ""
        : name.Length > MethodPrefix.Length && name.StartsWith(MethodPrefix, StringComparison.Ordinal) ? $"/{name[MethodPrefix.Length..]}"
        : $"/{name}";

    private static string Level(LogLevel level) =>
        level switch
        {
            LogLevel.Trace => "trace",
            LogLevel.Debug => "debug",
            LogLevel.Information => "info",
            LogLevel.Warning => "warn",
            LogLevel.Error => "error",
            LogLevel.Critical => "fatal",
            LogLevel.None => "none",
        };
}
