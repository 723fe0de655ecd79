using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace RetailGuard.Operations;

/// <summary>
/// Writes a warning or an error at once, and the same event again only as a count when <see cref="Window"/> is over: a database that
/// is away must not bury what else happens. What is merely information is a fact of its own each time and never collapsed.
/// </summary>
[ProviderAlias("Console")]
internal sealed class CollapsedRepeats(ILoggerProvider written, TimeProvider time) : ILoggerProvider
{
    internal static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Key, Repeats> _repeats = new();

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName, written.CreateLogger(categoryName));

    public void Dispose()
    {
        foreach (var key in _repeats.Keys)
        {
            Close(key);
        }

        written.Dispose();
    }

    /// <param name="Message">Only where a library names no event.</param>
    private readonly record struct Key(string Category, LogLevel Level, EventId Event, string? Message);

    private sealed class Repeats(ILogger logger, ITimer timer)
    {
        private long _count;
        private string _last = "";

        public void Add(string message)
        {
            _last = message;
            Interlocked.Increment(ref _count);
        }

        public void Write(Key key)
        {
            timer.Dispose();
            if (Interlocked.Exchange(ref _count, 0) is > 0 and var count)
            {
                logger.Log(
                    key.Level,
                    key.Event,
                    $"{count} more of this within {Window.TotalSeconds:0} s, the last: {_last}",
                    null,
                    (line, _) => line
                );
            }
        }
    }

    private void Close(Key key)
    {
        if (_repeats.TryRemove(key, out var repeats))
        {
            repeats.Write(key);
        }
    }

    private sealed class Logger(CollapsedRepeats all, string category, ILogger written) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => written.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (logLevel < LogLevel.Warning)
            {
                written.Log(logLevel, eventId, state, exception, formatter);
                return;
            }

            var message = formatter(state, exception);
            var key = new Key(category, logLevel, eventId, eventId == default ? message : null);
            if (all._repeats.TryGetValue(key, out var known))
            {
                known.Add(message);
                return;
            }

            var timer = all.CloseLater(key);
            if (all._repeats.TryAdd(key, new(written, timer)))
            {
                written.Log(logLevel, eventId, state, exception, formatter);
            }
            else
            {
                // Another thread was first this very moment.
                timer.Dispose();
                all._repeats.GetOrAdd(key, k => new(written, all.CloseLater(k))).Add(message);
            }
        }
    }

    private ITimer CloseLater(Key key) => time.CreateTimer(_ => Close(key), null, Window, Timeout.InfiniteTimeSpan);
}
