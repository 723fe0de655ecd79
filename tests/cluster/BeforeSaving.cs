using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using RetailGuard.Alerts;
using RetailGuard.Foundation;

namespace RetailGuard.Tests.Cluster;

/// <summary>Puts an act between the moment when another one has loaded an alert and the moment when it saves it.</summary>
internal sealed class BeforeSaving : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly AlertId _alert;
    private readonly Func<Task> _act;
    private readonly int _times;
    private readonly List<IDisposable> _subscriptions = [];
    private int _saves;

    /// <param name="times">Before how many saves; the ones of <paramref name="act"/> itself count too.</param>
    public BeforeSaving(AlertId alert, Func<Task> act, int times = 1)
    {
        (_alert, _act, _times) = (alert, act, times);
        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory.Name)
        {
            _subscriptions.Add(value.Subscribe(this));
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (
            value.Value is TransactionStartingEventData { Context: { } db }
            && db.ChangeTracker.Entries<Alert>().Any(a => a.Entity.Id == _alert)
            && Interlocked.Increment(ref _saves) <= _times
        )
        {
            // The database has no lock yet; the one that loaded waits here until the other has saved.
            Task.Run(_act).GetAwaiter().GetResult();
        }
    }

    public void OnCompleted() { }

    public void OnError(Exception error) { }

    public void Dispose() => _subscriptions.ForEach(s => s.Dispose());
}
