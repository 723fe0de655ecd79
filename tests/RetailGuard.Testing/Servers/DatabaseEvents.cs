using System.Diagnostics;
using Microsoft.EntityFrameworkCore;

namespace RetailGuard.Testing;

/// <summary>
/// What every database context of this process does, in EF Core's own words, as long as this lives: other tests' contexts too.
/// </summary>
public sealed class DatabaseEvents : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly Action<string, object?> _told;
    private readonly List<IDisposable> _subscriptions = [];

    /// <param name="told">Called with an event's name and data; the context goes on afterwards.</param>
    public DatabaseEvents(Action<string, object?> told)
    {
        _told = told;
        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    void IObserver<DiagnosticListener>.OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory.Name)
        {
            _subscriptions.Add(value.Subscribe(this));
        }
    }

    void IObserver<KeyValuePair<string, object?>>.OnNext(KeyValuePair<string, object?> value) => _told(value.Key, value.Value);

    void IObserver<DiagnosticListener>.OnCompleted() { }

    void IObserver<DiagnosticListener>.OnError(Exception error) { }

    void IObserver<KeyValuePair<string, object?>>.OnCompleted() { }

    void IObserver<KeyValuePair<string, object?>>.OnError(Exception error) { }

    public void Dispose() => _subscriptions.ForEach(s => s.Dispose());
}
