using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace RetailGuard.Testing;

/// <summary>One line that a server logged.</summary>
public sealed record LogLine(LogLevel Level, string Category, string Message, Exception? Failure);

/// <summary>All that a server logs, at every level.</summary>
public sealed class ServerLog : ILoggerProvider
{
    private readonly ConcurrentQueue<LogLine> _lines = new();

    public IReadOnlyList<LogLine> Lines => [.. _lines];

    /// <summary>What should never happen in a test that does not break anything; the silo's own lines about messages to those who left aside.</summary>
    public IReadOnlyList<LogLine> Errors =>
        [.. _lines.Where(l => l.Level >= LogLevel.Error && !l.Category.StartsWith("Orleans.", StringComparison.Ordinal))];

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose() { }

    private sealed class Logger(ServerLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => log._lines.Enqueue(new(logLevel, category, formatter(state, exception), exception));
    }
}
